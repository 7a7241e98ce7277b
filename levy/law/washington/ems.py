"""The levy for emergency medical services.  RCW 84.52.069; WAC 458-19-060.

Voters approve it for six years, for ten years or permanently.  The first vote, and every vote on
a permanent levy, needs three fifths; a simple majority renews a levy without a break.  The county
comes first: other districts may levy only what it leaves of the highest rate.  The first levy is
outside the levy limit (`new_district.first_levy`).
"""

from decimal import Decimal

from levy.law.units import ZERO, or_zero, product, quotient
from levy.law.worksheet import Working, Worksheet


def ems_maximum_rate(highest_rate: Decimal, county_rate: Decimal | None) -> Worksheet:
    """Return the rate that the county leaves to another district, as line `maximum_rate`.

    highest_rate  rate: 0.50
    county_rate   rate of the county's own emergency medical levy there, or None if it has none
    """
    sheet = Working("RCW 84.52.069")
    sheet.input(
        "ems_rate", "Highest rate of an emergency medical levy", highest_rate, "rate", sheet.statute
    )
    sheet.input("county_ems_rate", "The county's own", county_rate, "rate", "the county's levy")
    sheet.computed(
        "maximum_rate",
        "Rate left for other districts",
        max(highest_rate - or_zero(county_rate), ZERO),
        "rate",
        "greater(ems_rate - county_ems_rate, 0)",
    )
    return sheet.worksheet()


def ems_last_year(first_year: int, years: Decimal) -> Worksheet:
    """Return the last tax year of a levy with a term, as line `last_year_of_levy`.

    years  of the term: 6 or 10
    """
    sheet = Working("RCW 84.52.069")
    sheet.input("first_year", "First tax year", Decimal(first_year), "years", "measures.csv")
    sheet.input("term", "Years of the term", years, "years", sheet.statute)
    sheet.computed(
        "last_year_of_levy",
        "Last tax year",
        first_year + years - 1,
        "years",
        "first_year + term - 1",
    )
    return sheet.worksheet()


def ems_vote(yes: int, no: int, *, share_needed: Decimal) -> Worksheet:
    """Return the votes that a measure needed, as line `yes_needed`, and its share of the votes.

    share_needed  fraction: at least 0.60 for a first or permanent levy, more than 0.50 to renew
    """
    sheet = Working("RCW 84.52.069")
    sheet.input("yes", "Votes for it", Decimal(yes), "number", "the canvassing board")
    sheet.input("no", "Votes against it", Decimal(no), "number", "the canvassing board")
    sheet.input(
        "share_needed", "Share of the votes needed", share_needed, "fraction", sheet.statute
    )
    cast = Decimal(yes + no)
    sheet.computed(
        "yes_needed",
        "Votes needed",
        product(cast, share_needed),
        "number",
        "(yes + no) * share_needed",
    )
    if cast:
        sheet.computed(
            "yes_share",
            "Share of the votes",
            quotient(Decimal(yes), cast, 4),
            "fraction",
            "round4(yes / (yes + no))",
        )
    return sheet.worksheet()


def first_approval(vote: Worksheet) -> bool:
    """Return whether a new or permanent levy passed: it has at least the share needed."""
    return vote.number("yes") > 0 and vote.number("yes") >= vote.number("yes_needed")


def renewal(vote: Worksheet) -> bool:
    """Return whether a levy with a term was renewed without a break: it has more than the share."""
    return vote.number("yes") > vote.number("yes_needed")
