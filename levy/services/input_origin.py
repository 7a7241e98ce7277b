"""Where an input came from: who typed or loaded it, when, and what it was before."""

from datetime import datetime
from typing import NamedTuple

from levy.services.changed_season import Cell
from levy.services.history import Event


class Origin(NamedTuple):
    """What was done to an input last.

    before, after  what an edit changed; both blank where the season's files were loaded
    """

    at: datetime
    who: str
    what: str
    before: str
    after: str
    note: str


def origin_of(events: tuple[Event, ...], cell: Cell) -> Origin | None:
    """Return what wrote an input last, of what happened to its season; None where nothing did.

    events  the newest first
    """
    for event in events:
        if event.writes_all:
            return Origin(event.at, event.who, event.what, "", "", "")
        if (event.file, event.row) == (cell.file, cell.code):
            for field, before, after in event.details:
                if field == cell.field:
                    return Origin(event.at, event.who, event.what, before, after, event.note)
    return None
