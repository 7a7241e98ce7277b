"""Changes one input of a season and computes the season anew, in one transaction."""

from typing import NamedTuple

from levy.errors import InputChangedMeanwhile, InputRefused
from levy.law.season import Season
from levy.services.account import this_account
from levy.services.certification import certified_now
from levy.services.changed_season import MEASURES, Cell, changed, check, text_of
from levy.services.jurisdiction import season_result
from levy.services.season_name import season_title
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


class Edited(NamedTuple):
    """The sentence that tells a person, and the edit that undoes it; None where none was saved."""

    sentence: str
    undo: Edit | None


def edit_input(year: int, county: str, edit: Edit) -> Edited:
    """Save an edit and the season's new results.

    Raises InputChangedMeanwhile where the cell no longer holds what the page showed, InputRefused
    where it cannot hold the text, or where it would end a certification and no note says why.
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
            return Edited(
                f"{edit.cell} holds {wanted or 'a blank'} already; nothing changed.", None
            )
        ends = certified_now(year, county) is not None
        if ends and not edit.note.strip():
            raise InputRefused(
                str(edit.cell),
                "The season is certified, and an edit ends that.",
                "Write why, and save it again.",
            )
        save_edited(row.id, before=before, after=after, reason=f"edited: {edit.cell}")
        save_results(county, year=year, result=season_result(after))
        write_audit(
            this_account(),
            what="season.edit",
            subject=f"{season_title(after)} {_whose(before, edit.cell)}",
            before={**_where(edit.cell), edit.cell.field: now},
            after={**_where(edit.cell), edit.cell.field: wanted, "note": edit.note.strip()},
        )
    said = f"{now or 'blank'} is now {wanted or 'blank'}; the season is computed anew."
    if ends:
        said += " It is no longer certified."
    return Edited(f"{edit.cell}: {said}", Edit(edit.cell, wanted, now))


def _where(cell: Cell) -> dict[str, str]:
    return {"file": cell.file, "code": cell.code}


def _whose(season: Season, cell: Cell) -> str:
    """Return the levy or area that an input belongs to: a measure's is its levy's."""
    of = {row.measure: row.levy for row in season.measures} if cell.file == MEASURES else {}
    return of.get(cell.code, cell.code)
