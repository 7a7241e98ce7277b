"""Changes one input of a season and computes the season anew, in one transaction."""

from typing import NamedTuple

from levy.errors import InputChangedMeanwhile
from levy.services.changed_season import Cell, changed, check, text_of
from levy.services.jurisdiction import jurisdiction
from levy.services.who import this_account
from levy.store.audit import write_audit
from levy.store.edited_inputs import save_edited
from levy.store.inputs import load_season
from levy.store.results import save_results
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


class Edit(NamedTuple):
    """What somebody wrote.

    shown  what their page showed in the cell
    text   what they wrote into it
    note   why, in their words; may be blank
    """

    cell: Cell
    shown: str
    text: str
    note: str = ""


def edit_input(year: int, county: str, edit: Edit) -> str:
    """Save an edit and the season's new results, and return the sentence that tells a person.

    Raises InputChangedMeanwhile where the cell no longer holds what the page showed, InputRefused
    where it cannot hold the text.
    """
    with transaction():
        row = season_to_change(county, year=year)
        before = load_season(county, year=year)
        after = changed(before, edit.cell, edit.text)
        check(after, edit.cell)
        now, wanted = text_of(before, edit.cell), text_of(after, edit.cell)
        if now != edit.shown.strip() and now != wanted:
            raise InputChangedMeanwhile(str(edit.cell), edit.shown.strip(), now, wanted)
        if now == wanted:
            return f"{edit.cell} holds {wanted or 'a blank'} already; nothing changed."
        save_edited(row.id, before=before, after=after, reason=f"edited: {edit.cell}")
        law = jurisdiction(after.facts.state)
        result = law.calculate(after, law.parameters(year), lambda done, total: None)
        save_results(county, year=year, result=result)
        facts = after.facts
        write_audit(
            this_account(),
            what="season.edit",
            subject=f"{facts.county}, {facts.state} {facts.tax_year} {edit.cell.code}",
            before={"file": edit.cell.file, edit.cell.field: now},
            after={"file": edit.cell.file, edit.cell.field: wanted, "note": edit.note.strip()},
        )
    return f"{edit.cell}: {now or 'blank'} is now {wanted or 'blank'}; the season is computed anew."
