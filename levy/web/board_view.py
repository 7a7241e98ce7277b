"""The board: every levy of a season, by district, with what it asked, may and costs."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from levy.law.season import District, Levy, Notice
from levy.services.board_rows import Row, rows_of
from levy.services.certification import in_the_way
from levy.services.measure_register import ERRORS
from levy.services.season_figures import total_tax
from levy.services.season_view import SeasonView
from levy.services.season_worksheet import added, area_taxes, district_line
from levy.web.board_choice import Choice, chosen
from levy.web.format import counted


class Group(NamedTuple):
    """The levies of one district; the tax of all of them in this county once each is known.

    district  None where the levies of several stand together, sorted
    whole     whether all levies of the district are here
    """

    district: District | None
    rows: tuple[Row, ...]
    tax: Decimal | None
    whole: bool

    @property
    def key(self) -> str:
        """The line of the season's worksheet with its tax."""
        return district_line(self.district.district) if self.district else ""


class Finding(NamedTuple):
    """A notice, and the levy or area that it is about."""

    notice: Notice
    levy: Levy | None
    area: str

    @property
    def stops(self) -> bool:
        """Whether it stands in the way of certification."""
        return self.notice.code in ERRORS


class Sums(NamedTuple):
    """What the tax comes to, by levy and by area; None while something is not known.

    shown  of the levies that are shown
    total  of all levies
    areas  of all areas, each rounded by itself
    """

    shown: Decimal | None
    total: Decimal | None
    areas: Decimal | None


class Due(NamedTuple):
    """A day by which levies are to be certified.

    levies   how many of them
    missing  that are not certified
    late     that were certified after it
    undated  that were certified on a day that was not given
    """

    day: date
    levies: int
    missing: int
    late: int
    undated: int


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
    rows = rows_of(view)
    shown = chosen(view, rows, choice)
    waiting = sum(1 for row in rows if row.waits_for)
    return Board(
        choice,
        _groups(rows, shown, choice),
        len(shown),
        len(rows),
        _counts(rows, waiting),
        _sums(view, shown),
        _unknown(view, waiting),
        _findings(view),
        tuple(sorted({row.levy.kind for row in rows})),
        tuple(sorted({row.bound_by for row in rows if row.bound_by and not row.waits_for})),
        _due(rows),
        in_the_way(view),
    )


def _groups(rows: list[Row], shown: list[Row], choice: Choice) -> tuple[Group, ...]:
    if choice.order.sort:
        return (Group(None, tuple(shown), None, whole=False),) if shown else ()
    all_of = Counter(row.district.district for row in rows)
    groups = []
    for _, members in groupby(shown, key=lambda row: row.district.district):
        of = tuple(members)
        whole = len(of) == all_of[of[0].district.district]
        groups.append(Group(of[0].district, of, _tax(of) if whole else None, whole=whole))
    return tuple(groups)


def _tax(rows: Iterable[Row]) -> Decimal | None:
    return added([row.result.tax if row.result else None for row in rows])


def _sums(view: SeasonView, shown: list[Row]) -> Sums:
    if view.result is None:
        return Sums(None, None, None)
    areas = added(list(area_taxes(view, view.result).values()))
    return Sums(_tax(shown), total_tax(view.result), areas)


def _due(rows: list[Row]) -> tuple[Due, ...]:
    days = sorted({row.due for row in rows if row.due})
    found = []
    for day in days:
        of = [row for row in rows if row.due == day]
        asked = [row for row in of if not row.is_missing]
        late = sum(row.is_late for row in asked)
        undated = sum(row.certified_on is None for row in asked)
        found.append(Due(day, len(of), len(of) - len(asked), late, undated))
    return tuple(found)


def _counts(rows: list[Row], waiting: int) -> str:
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


def _findings(view: SeasonView) -> tuple[Finding, ...]:
    if view.result is None:
        return ()
    levies = {levy.levy: levy for levy in view.season.levies}
    areas = {area.area for area in view.season.areas}
    found = [
        Finding(
            notice,
            levies.get(notice.subject),
            notice.subject if notice.subject in areas and notice.subject not in levies else "",
        )
        for notice in view.result.notices
    ]
    return tuple(sorted(found, key=lambda finding: not finding.stops))
