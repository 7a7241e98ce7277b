"""Who did what to a season or a levy, and when: the audit trail in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from levy.law.season import Season
from levy.store.trail import trail
from levy.store.transaction import transaction

_WORDS = {
    "season.import": "loaded the season's files",
    "season.import.undo": "undid an import",
    "season.calculate": "computed the season",
    "season.edit": "edited an input",
}


class Event(NamedTuple):
    """One entry: what was done, to which levy or area, and what it was before and after."""

    at: datetime
    who: str
    what: str
    code: str
    details: tuple[tuple[str, str, str], ...]
    note: str


def history(season: Season, code: str | None = None) -> tuple[Event, ...]:
    """Return what happened to a season, or to one levy or area of it, the newest first."""
    facts = season.facts
    subject = f"{facts.county}, {facts.state} {facts.tax_year}"
    with transaction():
        return tuple(
            Event(
                entry.at,
                entry.who,
                _WORDS.get(entry.what, entry.what),
                entry.subject.removeprefix(subject).strip(),
                tuple(_details(entry.before or {}, entry.after or {})),
                str((entry.after or {}).get("note", "")),
            )
            for entry in trail(subject, code=code)
        )


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (name, _said(before.get(name)), _said(value))
        for name, value in after.items()
        if name not in {"note", "file"}
    ]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items() if number)
    return "" if value is None else str(value)
