"""Where an input came from: who typed or loaded it, when, and its value before."""

from datetime import datetime
from typing import NamedTuple

from levy.services.changed_season import Cell
from levy.services.history import Event


class Origin(NamedTuple):
    """The last change of an input.

    before, after  the values of an edit; both blank if the season's files were loaded
    """

    at: datetime
    who: str
    action: str
    before: str
    after: str
    note: str


def origin_of(events: tuple[Event, ...], cell: Cell) -> Origin | None:
    """Return the last of a season's events that wrote an input; None if none did.

    events  newest first
    """
    for event in events:
        if event.writes_all:
            return Origin(event.at, event.who, event.action, "", "", "")
        if (event.file, event.row) == (cell.file, cell.code):
            for field, before, after in event.details:
                if field == cell.field:
                    return Origin(event.at, event.who, event.action, before, after, event.note)
    return None
