"""What a levy and its rate were last year, and how far this year's are from them."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.season import Season, SeasonResult
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


class LastYear:
    """What levies and their rates were last year: as given (limits.csv), else as computed then."""

    def __init__(self, season: Season, last: SeasonResult | None):
        """Begin with a season, and what that of the year before computed to, where there is one."""
        self._given = {row.levy: row for row in season.limits}
        self._computed = {row.levy: row for row in last.levies} if last else {}

    def amount(self, levy: str) -> Decimal | None:
        """Return what a levy was, in dollars; None where that is not known."""
        given, computed = self._given.get(levy), self._computed.get(levy)
        known = given.last_levy if given else None
        return known if known is not None or computed is None else computed.amount

    def rate(self, levy: str) -> Decimal | None:
        """Return what a levy's rate was; None where that is not known."""
        given, computed = self._given.get(levy), self._computed.get(levy)
        known = given.last_rate if given else None
        return known if known is not None or computed is None else computed.rate
