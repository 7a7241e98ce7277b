"""The board's rows: each levy's request, limit, tax and status."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.form import Form
from levy.law.season import District, Levy, LevyResult, Request
from levy.services.last_year import Change, LastYear, change
from levy.services.measure_register import BLOCKING_CODES
from levy.services.open_season import season_before
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import in_reading_order
from levy.services.season_form import certification_due, form_of

# The words that the board shows as a status.
CANNOT, WAITS, COMPUTED = "cannot certify", "waits", "computed"
NOTICED, MISSING = "with notices", "not certified"


class BankedAmount(NamedTuple):
    """Banked capacity by one definition: what may be levied in a later year.

    name    the definition
    amount  dollars
    key     its line in the worksheet
    """

    name: str
    amount: Decimal | None
    key: str


class BoardRow(NamedTuple):
    """One levy on the board; result is None if the season is not computed.

    bound_by    what decided it, or blank
    last_rate   last year's rate; None if not known
    rate_since  how its rate differs from last year's
    due         last day for its district to certify; None if it certifies nothing
    """

    levy: Levy
    district: District
    request: Request | None
    result: LevyResult | None
    bound_by: str
    last_rate: Decimal | None
    rate_since: Change | None
    banked: tuple[BankedAmount, ...]
    due: date | None
    notices: int
    errors: int
    waits_for: str

    @property
    def status(self) -> str:
        """The word for its progress: cannot certify, waits or computed."""
        if self.errors:
            return CANNOT
        return WAITS if self.waits_for else COMPUTED

    @property
    def certified_on(self) -> date | None:
        """When its district certified it; None if not known."""
        return self.request.certified_on if self.request else None

    @property
    def is_missing(self) -> bool:
        """Whether its district has yet to certify an amount."""
        requested = self.request is not None and self.request.certified_amount is not None
        return self.due is not None and not requested

    @property
    def is_late(self) -> bool:
        """Whether its district certified it after the due date."""
        return None not in (self.certified_on, self.due) and self.certified_on > self.due


def board_rows(view: OpenedSeason) -> list[BoardRow]:
    """Return every active levy of a season, by district."""
    season, season_result = view.season, view.result
    districts = {row.district: row for row in season.districts}
    requests = {row.levy: row for row in season.requests}
    last = LastYear(season, season_before(season))
    results = {row.levy: row for row in season_result.levies} if season_result else {}
    all_notices = season_result.notices if season_result else ()
    notices = Counter(notice.subject for notice in all_notices)
    errors = Counter(notice.subject for notice in all_notices if notice.code in BLOCKING_CODES)
    form = form_of(season) if season_result else None
    due = _due(view)
    return [
        BoardRow(
            levy,
            districts[levy.district],
            requests.get(levy.levy),
            result := results.get(levy.levy),
            _bound_by(form, result),
            last.rate(levy.levy),
            change(result and result.rate, last.rate(levy.levy)),
            _banked(form, result),
            due(levy),
            notices[levy.levy],
            errors[levy.levy],
            result.missing if result else "the season to be computed",
        )
        for levy in in_reading_order(season)
    ]


def _bound_by(form: Form | None, result: LevyResult | None) -> str:
    if form is None or result is None or result.binding is Binding.NONE:
        return ""
    return form.bound_by[result.binding]


def _banked(form: Form | None, result: LevyResult | None) -> tuple[BankedAmount, ...]:
    sheet = result.worksheet if result else None
    if form is None or sheet is None:
        return ()
    return tuple(
        BankedAmount(name, sheet.line(key).value, key)
        for key, name in form.banked
        if key in sheet.by_key
    )


def _due(view: OpenedSeason) -> Callable[[Levy], date | None]:
    """Return a function from a levy to its due date; None for a levy decided elsewhere."""
    received = {row.levy for row in view.season.received}
    kinds = {row.district: row.kind for row in view.season.districts}

    def due(levy: Levy) -> date | None:
        if levy.levy in received or levy.part_of is not None:
            return None
        return certification_due(view.season, kinds[levy.district])

    return due
