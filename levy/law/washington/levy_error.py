"""The correction of a levy error of an earlier year.  RCW 84.52.085.

It is made in the next year, without interest; in case of hardship, in up to three equal
parts.  It reaches back at most three years before the error was discovered, and never enters
the levy limit: the limit is computed as if the error had not been made.
"""

from decimal import Decimal
from typing import NamedTuple

from levy.law.units import WORKSHEET, ZERO, quotient, rate_or_zero
from levy.law.worksheet import Working, Worksheet


class YearOfError(NamedTuple):
    """One year that was levied wrongly.

    levied   dollars levied
    correct  dollars that should have been levied
    """

    tax_year: int
    levied: Decimal
    correct: Decimal


def correction(
    years: tuple[YearOfError, ...],
    *,
    found_in: int,
    look_back: Decimal,
    instalments: int = 1,
    most_instalments: Decimal,
    instalment: int = 1,
) -> Worksheet:
    """Return this year's correction as lines `over_levied` and `under_levied`; one of them is 0.

    years             the years that were levied wrongly
    found_in          year in which the error was discovered
    look_back         years: 3; an earlier year is not corrected
    instalments       years over which the district spreads it: 1, or up to 3 for hardship
    most_instalments  years: 3; a longer spread is cut to three
    instalment        number of this year's installment, from 1; the last takes the remaining cents
    """
    sheet = Working("RCW 84.52.085")
    sheet.input("found_in", "Error discovered in", Decimal(found_in), "years", "requests.csv")
    sheet.input("look_back", "Years that it reaches back", look_back, "years", sheet.statute)
    total = _error_total(sheet, years, found_in, look_back)
    part = _instalment(sheet, total, instalments, most_instalments, instalment)
    sheet.computed(
        "over_levied",
        "Levied too much before",
        max(-part, ZERO),
        "dollars",
        "greater(0 - correction, 0)",
    )
    sheet.computed(
        "under_levied",
        "Levied too little before",
        max(part, ZERO),
        "dollars",
        "greater(correction, 0)",
    )
    return sheet.worksheet()


def part_beyond_maximum(levy: Decimal, *, value: Decimal, maximum_amount: Decimal) -> Worksheet:
    """Return the part of a levy above its statutory maximum, as lines `beyond` and `beyond_rate`.

    levy            dollars, its correction included (line P2P)
    value           value of the district
    maximum_amount  dollars: the statutory maximum amount (line I)

    Only the correction of an error of a year after 2023 that the district did not cause can
    exceed the maximum; the 1 percent test cuts it before any other levy (WAC 458-19-075).
    """
    sheet = Working("RCW 84.52.085")
    sheet.input("levy", "Levy, its correction included", levy, "dollars", "line P2P")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_amount", "Statutory maximum amount", maximum_amount, "dollars", "line I")
    beyond = sheet.computed(
        "beyond",
        "Above the statutory maximum",
        max(levy - maximum_amount, ZERO),
        "dollars",
        "greater(levy - maximum_amount, 0)",
    )
    sheet.computed(
        "beyond_rate",
        "Rate of that part",
        rate_or_zero(beyond, value, WORKSHEET),
        "rate",
        "rate12(beyond, value)",
        "WAC 458-19-075",
    )
    return sheet.worksheet()


def _error_total(
    sheet: Working, years: tuple[YearOfError, ...], found_in: int, look_back: Decimal
) -> Decimal:
    """Return the dollars levied too little in the years that are corrected."""
    total, counted = ZERO, []
    for year in years:
        label = f"{year.tax_year}: "
        sheet.input(
            f"levied_{year.tax_year}", label + "levied", year.levied, "dollars", "the assessor"
        )
        sheet.input(
            f"correct_{year.tax_year}",
            label + "should have been",
            year.correct,
            "dollars",
            "the assessor",
        )
        if found_in - year.tax_year <= look_back:
            counted.append(f"correct_{year.tax_year} - levied_{year.tax_year}")
            total += year.correct - year.levied
    return sheet.computed(
        "error_total",
        "Levied too little (negative: too much)",
        total,
        "dollars",
        " + ".join(counted) or "0",
    )


def _instalment(
    sheet: Working, total: Decimal, instalments: int, most: Decimal, instalment: int
) -> Decimal:
    sheet.input(
        "instalments",
        "Years over which it is spread",
        Decimal(instalments),
        "years",
        "the district",
    )
    sheet.input("most_instalments", "Most years", most, "years", sheet.statute)
    parts = sheet.computed(
        "parts",
        "Parts",
        min(Decimal(instalments), most),
        "years",
        "lesser(instalments, most_instalments)",
    )
    sheet.input("instalment", "Part of this year", Decimal(instalment), "years", "the district")
    share = sheet.computed(
        "each_part", "Each part", quotient(total, parts, 2), "dollars", "cents(error_total / parts)"
    )
    if instalment > parts:
        value, formula = ZERO, "0"
    elif instalment == parts:
        value, formula = total - share * (parts - 1), "error_total - each_part * (parts - 1)"
    else:
        value, formula = share, "each_part"
    return sheet.computed("correction", "Correction of this year", value, "dollars", formula)
