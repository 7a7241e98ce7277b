"""The audit trail of a season, a levy or an area, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from levy.law.season import Season
from levy.services.changed_season import AREA_VALUES, Cell, text_of
from levy.services.edit_input import Edit
from levy.services.season_name import season_title
from levy.store.audit import CERTIFIED, audit_trail
from levy.store.transaction import transaction

_ACTIONS = {
    "season.import": "loaded the season's files",
    "season.import.undo": "undid an import",
    "season.calculate": "computed the season",
    "season.edit": "edited an input",
    CERTIFIED: "certified the season",
}

# Actions that replace every input of a season.
_LOADED = {"season.import", "season.import.undo"}
# Keys of an entry that are not changed inputs.
_NOT_INPUTS = {"note", "file", "code"}


class Event(NamedTuple):
    """One entry: what was done to which levy or area, with the values before and after.

    file  file of the edited input, or blank
    undo  the edit that undoes it; None if the input has changed since
    row   code of the edited input's row, or blank
    writes_all  whether it replaced all of the season's inputs
    """

    at: datetime
    who: str
    action: str
    code: str
    file: str
    details: tuple[tuple[str, str, str], ...]
    note: str
    undo: Edit | None
    row: str = ""
    writes_all: bool = False


def history(season: Season) -> tuple[Event, ...]:
    """Return what happened to a season, newest first."""
    return _events(season, None)


def history_of_levy(season: Season, levy: str) -> tuple[Event, ...]:
    """Return what happened to a levy, and to its season as a whole, newest first."""
    return tuple(event for event in _events(season, levy) if event.file != AREA_VALUES)


def history_of_area(season: Season, area: str) -> tuple[Event, ...]:
    """Return what happened to an area, and to its season as a whole, newest first."""
    return tuple(event for event in _events(season, area) if event.file in {"", AREA_VALUES})


def _events(season: Season, code: str | None) -> tuple[Event, ...]:
    subject = season_title(season)
    with transaction():
        return tuple(
            Event(
                entry.at,
                entry.who,
                _ACTIONS.get(entry.what, entry.what),
                entry.subject.removeprefix(subject).strip(),
                str((entry.after or {}).get("file", "")),
                tuple(_details(entry.before or {}, entry.after or {})),
                str((entry.after or {}).get("note", "")),
                _undo(season, entry.before or {}, entry.after or {}),
                str((entry.after or {}).get("code", "")),
                entry.what in _LOADED,
            )
            for entry in audit_trail(subject, code=code)
        )


def _undo(season: Season, before: Mapping[str, Any], after: Mapping[str, Any]) -> Edit | None:
    fields = [name for name in after if name not in _NOT_INPUTS]
    if "code" not in after or "file" not in after or len(fields) != 1:
        return None
    cell = Cell(str(after["file"]), str(after["code"]), fields[0])
    wrote = str(after[cell.field])
    return Edit(cell, wrote, str(before[cell.field])) if text_of(season, cell) == wrote else None


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (name, _as_text(before.get(name)), _as_text(value))
        for name, value in after.items()
        if name not in _NOT_INPUTS
    ]


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items() if number)
    return "" if value is None else str(value)
