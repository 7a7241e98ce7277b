"""Changes one input of a season and computes the season again, in one transaction."""

from typing import NamedTuple

from levy.errors import InputConflict, InputRefused
from levy.law.season import Season
from levy.services.account import this_account
from levy.services.certification import certification_in_force
from levy.services.changed_season import MEASURES, Cell, check, season_with, text_of
from levy.services.jurisdiction import season_result
from levy.services.season_name import season_title
from levy.store.audit import write_audit
from levy.store.edited_inputs import save_edited
from levy.store.inputs import load_season
from levy.store.results import save_results
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


class Edit(NamedTuple):
    """An edit that a user sent.

    shown  what the user's page showed in the cell
    text   what the user wrote into it
    note   the user's reason; may be blank
    """

    cell: Cell
    shown: str
    text: str
    note: str = ""


class EditResult(NamedTuple):
    """The message for the user, and the edit that undoes this one; None if nothing was saved."""

    sentence: str
    undo: Edit | None


def edit_input(year: int, county: str, edit: Edit) -> EditResult:
    """Save an edit and the season's new results.

    Raises InputConflict if the cell no longer holds what the page showed, InputRefused if the
    text is not valid, or if the edit would end a certification and has no note.
    """
    with transaction():
        row = season_to_change(county, year=year)
        before = load_season(county, year=year)
        after = season_with(before, edit.cell, edit.text)
        check(after, edit.cell)
        current_text, new_text = text_of(before, edit.cell), text_of(after, edit.cell)
        if current_text != edit.shown.strip() and current_text != new_text:
            raise InputConflict(str(edit.cell), edit.shown.strip(), current_text, new_text)
        if current_text == new_text:
            return EditResult(
                f"{edit.cell} already holds {new_text or 'a blank'}; nothing changed.", None
            )
        ends = certification_in_force(year, county) is not None
        if ends and not edit.note.strip():
            raise InputRefused(
                str(edit.cell),
                "The season is certified, and an edit ends the certification.",
                "Write a reason, and save it again.",
            )
        save_edited(row.id, before=before, after=after, reason=f"edited: {edit.cell}")
        save_results(county, year=year, result=season_result(after))
        write_audit(
            this_account(),
            action="season.edit",
            subject=f"{season_title(after)} {_owner(before, edit.cell)}",
            before={**_cell_key(edit.cell), edit.cell.field: current_text},
            after={**_cell_key(edit.cell), edit.cell.field: new_text, "note": edit.note.strip()},
        )
    sentence = (
        f"{current_text or 'blank'} is now {new_text or 'blank'}; the season was computed again."
    )
    if ends:
        sentence += " It is no longer certified."
    return EditResult(f"{edit.cell}: {sentence}", Edit(edit.cell, new_text, current_text))


def _cell_key(cell: Cell) -> dict[str, str]:
    return {"file": cell.file, "code": cell.code}


def _owner(season: Season, cell: Cell) -> str:
    """Return the levy or area that an input belongs to; a measure's inputs belong to its levy."""
    of = {row.measure: row.levy for row in season.measures} if cell.file == MEASURES else {}
    return of.get(cell.code, cell.code)
