"""Last year's levies and rates, and how this year's differ from them."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.season import Season, SeasonResult
from levy.services.figures import percent


class Change(NamedTuple):
    """Last year's figure, and how much more this year's is; percent is None if it was 0."""

    before: Decimal
    increase: Decimal
    percent: Decimal | None


def change(now: Decimal | None, before: Decimal | None) -> Change | None:
    """Return how a figure differs from last year's; None if either is not known."""
    if now is None or before is None:
        return None
    return Change(before, now - before, percent(now - before, before) if before else None)


class LastYear:
    """Last year's levies and rates: from limits.csv if given, else from last year's results."""

    def __init__(self, season: Season, last: SeasonResult | None):
        """Take a season, and last year's results if there are any."""
        self._limits = {row.levy: row for row in season.limits}
        self._computed = {row.levy: row for row in last.levies} if last else {}

    def amount(self, levy: str) -> Decimal | None:
        """Return last year's levy in dollars; None if not known."""
        limits_row, computed = self._limits.get(levy), self._computed.get(levy)
        entered = limits_row.last_levy if limits_row else None
        return entered if entered is not None or computed is None else computed.amount

    def rate(self, levy: str) -> Decimal | None:
        """Return last year's rate of a levy; None if not known."""
        limits_row, computed = self._limits.get(levy), self._computed.get(levy)
        entered = limits_row.last_rate if limits_row else None
        return entered if entered is not None or computed is None else computed.rate
