"""A multi-year lid lift: voters set the limit factor for up to six years.  RCW 84.55.050(2).

The first year's levy is the rate that the measure states, on the value (`lid_lift`).  In each
later year of the term, the factor that the measure states for that year replaces the statutory
limit factor.  After the term, or if the measure states none, the statutory factor applies.
"""

from collections.abc import Sequence
from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.worksheet import Working, Worksheet


def multi_year_factor(
    tax_year: int,
    *,
    first_year: int | None,
    later_factors: Sequence[Decimal],
    statutory_factor: Decimal,
    longest_term: Decimal,
    measure: str,
) -> Worksheet:
    """Return the year's limit factor as line `limit_factor`.

    first_year        tax year in which the measure's rate is levied
    later_factors     factor for each year after the first; write an index as 1 + its growth
    statutory_factor  factor of RCW 84.55.005 for this year
    longest_term      years: 6; factors stated for later years have no effect
    measure           the measure's name, as the source of its factors

    Raises NotKnown if the first year is blank.
    """
    if first_year is None:
        raise NotKnown(f"the first year of {measure} (measures.csv)")
    sheet = Working("RCW 84.55.050")
    sheet.input("tax_year", "Tax year", Decimal(tax_year), "years", "season.toml")
    sheet.input(
        "first_year", "First year of the lift", Decimal(first_year), "years", "measures.csv"
    )
    sheet.input("longest_term", "Longest term", longest_term, "years", sheet.statute)
    year = sheet.computed(
        "year_of_term",
        "Year of the term",
        Decimal(tax_year - first_year + 1),
        "years",
        "tax_year - first_year + 1",
    )
    sheet.input(
        "statutory_factor",
        "Limit factor without the lift",
        statutory_factor,
        "factor",
        "RCW 84.55.005",
    )
    later = int(year) - 2
    if 0 <= later < len(later_factors) and year <= longest_term:
        voted = later_factors[later]
        sheet.input("voted_factor", "Factor that voters approved", voted, "factor", measure)
        sheet.computed("limit_factor", "Limit factor, lifted", voted, "factor", "voted_factor")
    else:
        sheet.computed(
            "limit_factor", "Limit factor", statutory_factor, "factor", "statutory_factor"
        )
    return sheet.worksheet()


def last_year_of_term(first_year: int, last_year: int, *, longest_term: Decimal) -> Worksheet:
    """Return the last tax year in which a lift has effect, as line `last_year_of_lift`.

    longest_term  years: 6 for a multi-year lift, 9 if the lift pays for bonds
    """
    sheet = Working("RCW 84.55.050")
    sheet.input(
        "first_year", "First year of the lift", Decimal(first_year), "years", "measures.csv"
    )
    sheet.input(
        "last_year",
        "Last year that the measure states",
        Decimal(last_year),
        "years",
        "measures.csv",
    )
    sheet.input("longest_term", "Longest term", longest_term, "years", sheet.statute)
    sheet.computed(
        "last_year_of_lift",
        "Last year of the lift",
        min(Decimal(last_year), first_year + longest_term - 1),
        "years",
        "lesser(last_year, first_year + longest_term - 1)",
    )
    return sheet.worksheet()
