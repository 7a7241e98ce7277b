"""The board's summaries of its levies: by district, sums, due dates and notices."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from levy.law.season import District, Levy, Notice
from levy.services.board_rows import BoardRow
from levy.services.measure_register import BLOCKING_CODES
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import total_tax
from levy.services.season_worksheet import area_taxes, district_line, sum_of


class Group(NamedTuple):
    """The levies of one district, and their tax in this county once each levy's is known.

    district  None if the rows are sorted and belong to several districts
    whole     whether the group has all levies of the district
    """

    district: District | None
    rows: tuple[BoardRow, ...]
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
    def blocks(self) -> bool:
        """Whether it blocks certification."""
        return self.notice.code in BLOCKING_CODES


class Sums(NamedTuple):
    """Sums of tax, by levy and by area; None until every part is known.

    shown  of the levies that are shown
    total  of all levies
    areas  of all areas, each area rounded separately
    """

    shown: Decimal | None
    total: Decimal | None
    areas: Decimal | None


class Due(NamedTuple):
    """A due date for certifying levies.

    levies   how many levies are due then
    missing  how many are not certified
    late     how many were certified after it
    undated  how many were certified without a date
    """

    day: date
    levies: int
    missing: int
    late: int
    undated: int


def district_groups(shown: list[BoardRow], rows: list[BoardRow]) -> tuple[Group, ...]:
    """Return the rows that are shown, grouped by district; rows are those of all levies."""
    all_of = Counter(row.district.district for row in rows)
    groups = []
    for code, members in groupby(shown, key=lambda row: row.district.district):
        levies = tuple(members)
        whole = len(levies) == all_of[code]
        tax = tax_of(levies) if whole else None
        groups.append(Group(levies[0].district, levies, tax, whole=whole))
    return tuple(groups)


def tax_of(rows: Iterable[BoardRow]) -> Decimal | None:
    """Return the tax of these levies; None if one is not known or there are no levies."""
    return sum_of([row.result.tax if row.result else None for row in rows])


def sums_of(view: OpenedSeason, shown: Iterable[BoardRow]) -> Sums:
    """Return the tax of the season and of the rows that are shown."""
    if view.result is None:
        return Sums(None, None, None)
    areas = sum_of(list(area_taxes(view, view.result).values()))
    return Sums(tax_of(shown), total_tax(view.result), areas)


def due_days(rows: Iterable[BoardRow]) -> tuple[Due, ...]:
    """Return the due dates for certifying levies, earliest first."""
    by_day: dict[date, list[BoardRow]] = {}
    for row in rows:
        if row.due:
            by_day.setdefault(row.due, []).append(row)
    return tuple(_due(day, by_day[day]) for day in sorted(by_day))


def _due(day: date, rows: list[BoardRow]) -> Due:
    requested = [row for row in rows if not row.is_missing]
    late = sum(row.is_late for row in requested)
    undated = sum(row.certified_on is None for row in requested)
    return Due(day, len(rows), len(rows) - len(requested), late, undated)


def findings_of(view: OpenedSeason) -> tuple[Finding, ...]:
    """Return the notices of a season, those that block certification first."""
    if view.result is None:
        return ()
    levies = {levy.levy: levy for levy in view.season.levies}
    areas = {area.area for area in view.season.areas}
    findings = [
        Finding(
            notice,
            levies.get(notice.subject),
            notice.subject if notice.subject in areas and notice.subject not in levies else "",
        )
        for notice in view.result.notices
    ]
    return tuple(sorted(findings, key=lambda finding: not finding.blocks))
