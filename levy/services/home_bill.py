"""What a typical home in an area pays, levy by levy."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.season import Levy, Season, SeasonResult
from levy.law.units import tax_on, to_cents
from levy.services.season_figures import complete_sum, levies_of_area

TYPICAL_VALUE = Decimal(400_000)


class Bill(NamedTuple):
    """A home's tax in dollars, by levy and in total; None if a rate is not known."""

    levies: tuple[tuple[Levy, Decimal | None], ...]
    total: Decimal | None

    def tax_of(self, code: str) -> Decimal | None:
        """Return the tax of one levy; None if it is not paid here, or its rate is not known."""
        return next((tax for levy, tax in self.levies if levy.levy == code), None)


def largest_area(season: Season) -> str:
    """Return the area with the most regular value; blank if no area has values."""
    values = {row.area: row.regular or Decimal(0) for row in season.values}
    return max(values, key=lambda code: values[code], default="")


def home_bill(season: Season, result: SeasonResult, area: str, value: Decimal) -> Bill:
    """Return the bill of a home of this value, in dollars, in an area; each levy to the cent."""
    rates = {row.levy: row.rate for row in result.levies}
    levies = tuple(
        (levy, _home_tax(value, rates.get(levy.levy))) for levy in levies_of_area(season, area)
    )
    return Bill(levies, complete_sum([tax for _, tax in levies]))


def _home_tax(value: Decimal, rate: Decimal | None) -> Decimal | None:
    return None if rate is None else to_cents(tax_on(value, rate))
