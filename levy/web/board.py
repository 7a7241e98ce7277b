"""The board: every levy of a season, by district, with what it asked, may and costs."""

from collections import Counter
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from levy.law.season import District, Levy, LevyResult, Limit, Notice, Request
from levy.services.season_figures import in_reading_order, total_tax
from levy.services.season_form import form_of
from levy.services.season_view import SeasonView
from levy.web.format import counted


class Row(NamedTuple):
    """One levy on the board; a result that is None is not computed.

    bound_by  what decided it, or blank
    """

    levy: Levy
    request: Request | None
    result: LevyResult | None
    limit: Limit | None
    bound_by: str
    notices: int
    waits_for: str


class Group(NamedTuple):
    """The levies of one district, and their tax in this county once each is known."""

    district: District
    rows: tuple[Row, ...]
    tax: Decimal | None


class Finding(NamedTuple):
    """A notice, and the levy or area that it is about."""

    notice: Notice
    levy: Levy | None
    area: str


class Board(NamedTuple):
    """All that the board shows."""

    groups: tuple[Group, ...]
    counts: str
    total: Decimal | None
    unknown: str
    findings: tuple[Finding, ...]


def board_of(view: SeasonView) -> Board:
    """Return the board of a season, computed or not."""
    rows = _rows(view)
    districts = {row.district: row for row in view.season.districts}
    groups = tuple(
        _group(districts[code], tuple(members))
        for code, members in groupby(rows, key=lambda row: row.levy.district)
    )
    waiting = sum(1 for row in rows if row.waits_for)
    total = None if view.result is None else total_tax(view.result)
    findings = _findings(view)
    return Board(groups, _counts(rows, waiting), total, _unknown(view, waiting), findings)


def _rows(view: SeasonView) -> list[Row]:
    requests = {row.levy: row for row in view.season.requests}
    limits = {row.levy: row for row in view.season.limits}
    results = {row.levy: row for row in view.result.levies} if view.result else {}
    notices = Counter(notice.subject for notice in view.result.notices) if view.result else {}
    bound_by = form_of(view.season).bound_by if view.result else {}
    rows = []
    for levy in in_reading_order(view.season):
        code, result = levy.levy, results.get(levy.levy)
        waits = "the season to be computed" if result is None else result.missing
        rows.append(
            Row(
                levy,
                requests.get(code),
                result,
                limits.get(code),
                "" if result is None else bound_by[result.binding],
                notices.get(code, 0),
                waits,
            )
        )
    return rows


def _group(district: District, rows: tuple[Row, ...]) -> Group:
    taxes = [row.result.tax if row.result else None for row in rows]
    known = [tax for tax in taxes if tax is not None]
    return Group(district, rows, sum(known, Decimal(0)) if len(known) == len(taxes) else None)


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
    return tuple(
        Finding(
            notice,
            levies.get(notice.subject),
            notice.subject if notice.subject in areas and notice.subject not in levies else "",
        )
        for notice in view.result.notices
    )
