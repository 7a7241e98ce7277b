"""What a levy and its rate were last year, and how far this year's are from them."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.season import LevyResult, Season, SeasonResult
from levy.services.figures import percent


class Change(NamedTuple):
    """A figure of last year, and what this year's is more; percent is None where it was 0."""

    before: Decimal
    more: Decimal
    percent: Decimal | None


def change(now: Decimal | None, before: Decimal | None) -> Change | None:
    """Return how far a figure is from last year's; None where one of them is not known."""
    if now is None or before is None:
        return None
    return Change(before, now - before, percent(now - before, before) if before else None)


def last_amount(season: Season, last: SeasonResult | None, levy: str) -> Decimal | None:
    """Return what a levy was last year, in dollars: as given (limits.csv), else as computed then.

    last  what the season of the year before computed to, where there is one
    """
    given = next((row.last_levy for row in season.limits if row.levy == levy), None)
    row = _of(last, levy)
    return given if given is not None or row is None else row.amount


def last_rate(season: Season, last: SeasonResult | None, levy: str) -> Decimal | None:
    """Return a levy's rate of last year: as given (limits.csv), else as computed then."""
    given = next((row.last_rate for row in season.limits if row.levy == levy), None)
    row = _of(last, levy)
    return given if given is not None or row is None else row.rate


def _of(result: SeasonResult | None, levy: str) -> LevyResult | None:
    if result is None:
        return None
    return next((row for row in result.levies if row.levy == levy), None)
