"""The board: every levy of a season, by district, with its request, limit and tax."""

from typing import NamedTuple

from levy.services.board_rows import BoardRow, board_rows
from levy.services.board_summary import (
    Due,
    Finding,
    Group,
    Sums,
    district_groups,
    due_days,
    findings_of,
    sums_of,
)
from levy.services.certification import blockers
from levy.services.opened_season import OpenedSeason
from levy.web.board_choice import Choice, chosen_rows
from levy.web.format import counted


class Board(NamedTuple):
    """The contents of the board.

    kinds, bounds  the words that the filters offer
    blockers       what blocks certification
    """

    choice: Choice
    groups: tuple[Group, ...]
    shown: int
    levies: int
    counts: str
    sums: Sums
    unknown: str
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    bounds: tuple[str, ...]
    due: tuple[Due, ...]
    blockers: tuple[str, ...]


def board_of(view: OpenedSeason, choice: Choice = Choice()) -> Board:  # noqa: B008 - it is frozen
    """Return the board of a season, computed or not."""
    rows = board_rows(view)
    shown = chosen_rows(view, rows, choice)
    waiting = sum(1 for row in rows if row.waits_for)
    return Board(
        choice,
        _groups(rows, shown, choice),
        len(shown),
        len(rows),
        _counts(rows, waiting),
        sums_of(view, shown),
        _unknown(view, waiting),
        findings_of(view),
        tuple(sorted({row.levy.kind for row in rows})),
        tuple(sorted({row.bound_by for row in rows if row.bound_by and not row.waits_for})),
        due_days(rows),
        blockers(view),
    )


def _groups(rows: list[BoardRow], shown: list[BoardRow], choice: Choice) -> tuple[Group, ...]:
    if not choice.order.sort:
        return district_groups(shown, rows)
    return (Group(None, tuple(shown), None, whole=False),) if shown else ()


def _counts(rows: list[BoardRow], waiting: int) -> str:
    computed = len(rows) - waiting
    parts = [counted(len(rows), "levy", "levies"), f"{computed:,} computed"]
    if waiting:
        parts.append(f"{waiting:,} {'waits' if waiting == 1 else 'wait'}")
    return " · ".join(parts)


def _unknown(view: OpenedSeason, waiting: int) -> str:
    """Return why there is no total."""
    if view.result is None:
        return "until the season is computed"
    return f"until all are computed: {counted(waiting, 'levy waits', 'levies wait')}"
