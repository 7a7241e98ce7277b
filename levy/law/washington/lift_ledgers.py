"""The two highest lawful levies of a district with a lid lift.  RCW 84.55.050(5); WAC 458-19-045.

One ledger follows the lift.  The other runs as if the measure had never passed and the district
had levied the maximum each year.  After a temporary lift ends, next year's limit starts from the
second; if the ballot says that the lift sets the base for later levies, it starts from the first.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from levy.law.units import WORKSHEET, product, rate_or_zero, tax_on, to_cents
from levy.law.worksheet import Unit, Working, Worksheet


class LedgerYear(NamedTuple):
    """One tax year of both ledgers.

    value             value of the district
    growth            value that was not on last year's roll (lines B and D of the worksheet)
    statutory_factor  factor of RCW 84.55.005
    maximum_rate      statutory maximum rate
    voted_rate        rate that voters approved, in the first year of a lift; else None
    voted_factor      factor that voters approved, in a later year of its term; else None
    """

    tax_year: int
    value: Decimal
    growth: Decimal
    statutory_factor: Decimal
    maximum_rate: Decimal
    voted_rate: Decimal | None = None
    voted_factor: Decimal | None = None


class _Ledger:
    """A highest lawful levy and its rate, carried from year to year."""

    def __init__(self, sheet: Working, name: str, label: str, highest: Decimal, rate: Decimal):
        self.sheet, self.name, self.label = sheet, name, label
        self.highest, self.rate = highest, rate
        self.highest_key, self.rate_key = "highest_before", "rate_before"

    def add_grown(self, year: LedgerYear, factor: Decimal, factor_key: str) -> None:
        """Add a year in which the levy grows by a factor and by new value."""
        limit = to_cents(product(self.highest, factor)) + to_cents(tax_on(year.growth, self.rate))
        formula = (
            f"cents({self.highest_key} * {factor_key}_{year.tax_year})"
            f" + cents(growth_value_{year.tax_year} * {self.rate_key} / 1000)"
        )
        self._add(year, limit, formula)

    def add_voted(self, year: LedgerYear, rate: Decimal) -> None:
        """Add the first year of a lift: the voted rate on the value."""
        formula = f"cents(value_{year.tax_year} * voted_rate_{year.tax_year} / 1000)"
        self._add(year, to_cents(tax_on(year.value, rate)), formula)

    def _add(self, year: LedgerYear, limit: Decimal, formula: str) -> None:
        before, before_key = self.highest, self.highest_key
        maximum = to_cents(tax_on(year.value, year.maximum_rate))
        self.highest_key = f"{self.name}_{year.tax_year}"
        # The highest lawful levy never falls, as on line K of the worksheet.
        self.highest = self.sheet.computed(
            self.highest_key,
            f"{year.tax_year}: highest lawful levy {self.label}",
            max(min(limit, maximum), before),
            "dollars",
            f"greater(lesser({formula}, cents(value_{year.tax_year} * maximum_rate_{year.tax_year}"
            f" / 1000)), {before_key})",
            "RCW 84.55.092",
        )
        self.rate_key = f"rate_{self.name}_{year.tax_year}"
        levied = min(self.highest, maximum)
        self.rate = self.sheet.computed(
            self.rate_key,
            f"{year.tax_year}: rate of that levy",
            rate_or_zero(levied, year.value, WORKSHEET),
            "rate",
            f"rate12(lesser({self.highest_key}, cents(value_{year.tax_year}"
            f" * maximum_rate_{year.tax_year} / 1000)), value_{year.tax_year})",
        )


def lift_ledgers(highest: Decimal, rate: Decimal, years: Sequence[LedgerYear]) -> Worksheet:
    """Return both ledgers: lines `with_YEAR` and `without_YEAR`, with their rates.

    highest  dollars: highest lawful levy of the year before the first of `years`
    rate     rate of that year, as if the highest lawful levy had been levied
    years    in order, one after the other
    """
    sheet = Working("RCW 84.55.050")
    sheet.input(
        "highest_before", "Highest lawful levy before the lift", highest, "dollars", "limits.csv"
    )
    sheet.input("rate_before", "Rate before the lift", rate, "rate", "limits.csv")
    lifted = _Ledger(sheet, "with", "with the lift", highest, rate)
    unlifted = _Ledger(sheet, "without", "if it had never passed", highest, rate)
    for year in years:
        _add_inputs(sheet, year)
        if year.voted_rate is not None:
            lifted.add_voted(year, year.voted_rate)
        elif year.voted_factor is not None:
            lifted.add_grown(year, year.voted_factor, "voted_factor")
        else:
            lifted.add_grown(year, year.statutory_factor, "statutory_factor")
        unlifted.add_grown(year, year.statutory_factor, "statutory_factor")
    return sheet.worksheet()


def highest_after(ledgers: Worksheet, tax_year: int, *, last_year_of_lift: int | None) -> Worksheet:
    """Return the starting figure of next year's limit, as line `highest_lawful_levy`.

    ledgers            what `lift_ledgers` returned
    tax_year           the last year that was levied
    last_year_of_lift  last tax year of a temporary lift; None if the ballot says that the
                       lift sets the base for later levies
    """
    ended = last_year_of_lift is not None and tax_year >= last_year_of_lift
    key = f"{'without' if ended else 'with'}_{tax_year}"
    sheet = Working("RCW 84.55.050")
    sheet.computed(
        "highest_lawful_levy",
        "Highest lawful levy for next year, the lift ended"
        if ended
        else "Highest lawful levy for next year",
        ledgers.number(key),
        "dollars",
        key,
    )
    return ledgers.followed_by(sheet.worksheet())


def _add_inputs(sheet: Working, year: LedgerYear) -> None:
    inputs: tuple[tuple[str, str, Decimal | None, Unit], ...] = (
        ("value", "value", year.value, "value"),
        ("growth_value", "growth", year.growth, "value"),
        ("maximum_rate", "statutory maximum rate", year.maximum_rate, "rate"),
        ("statutory_factor", "limit factor of the statute", year.statutory_factor, "factor"),
        ("voted_rate", "rate that voters approved", year.voted_rate, "rate"),
        ("voted_factor", "factor that voters approved", year.voted_factor, "factor"),
    )
    for name, label, figure, unit in inputs:
        source = "measures.csv" if name.startswith("voted") else "limits.csv"
        sheet.input(f"{name}_{year.tax_year}", f"{year.tax_year}: {label}", figure, unit, source)
