"""The board: every levy of a season, by district, with what it asked, may and costs."""

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
from levy.services.certification import in_the_way
from levy.services.season_view import SeasonView
from levy.web.board_choice import Choice, chosen
from levy.web.format import counted


class Board(NamedTuple):
    """All that the board shows.

    kinds, bounds  what levies can be chosen by
    in_the_way     what stands in the way of certification
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
    in_the_way: tuple[str, ...]


def board_of(view: SeasonView, choice: Choice = Choice()) -> Board:  # noqa: B008 - it is frozen
    """Return the board of a season, computed or not."""
    rows = board_rows(view)
    shown = chosen(view, rows, choice)
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
        in_the_way(view),
    )


def _groups(rows: list[BoardRow], shown: list[BoardRow], choice: Choice) -> tuple[Group, ...]:
    if not choice.order.sort:
        return district_groups(shown, rows)
    return (Group(None, tuple(shown), None, whole=False),) if shown else ()


def _counts(rows: list[BoardRow], waiting: int) -> str:
    computed = len(rows) - waiting
    said = [counted(len(rows), "levy", "levies"), f"{computed:,} computed"]
    if waiting:
        said.append(f"{waiting:,} {'waits' if waiting == 1 else 'wait'}")
    return " · ".join(said)


def _unknown(view: SeasonView, waiting: int) -> str:
    """Return why there is no total."""
    if view.result is None:
        return "until the season is computed"
    return f"until all are computed: {counted(waiting, 'levy waits', 'levies wait')}"
