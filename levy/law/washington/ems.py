"""The levy for emergency medical services.  RCW 84.52.069; WAC 458-19-060.

It is voted for six or ten years or for good, needs three fifths of the votes the first time
(and always where it is permanent), and a simple majority to go on without a break.  The county
comes first: others may levy only what the county leaves of the highest rate.  Its first levy
stands outside the levy limit (`new_district.first_levy`).
"""

from decimal import Decimal

from levy.law.units import ZERO, or_zero, product, quotient
from levy.law.worksheet import Working, Worksheet


def ems_maximum_rate(highest_rate: Decimal, county_rate: Decimal | None) -> Worksheet:
    """Return the rate that is left for a district that is not the county, as line `maximum_rate`.

    highest_rate  rate: 0.50
    county_rate   rate of the county's own emergency medical levy there, or None where it has none
    """
    sheet = Working("RCW 84.52.069")
    sheet.given(
        "ems_rate", "Highest rate of an emergency medical levy", highest_rate, "rate", sheet.statute
    )
    sheet.given("county_ems_rate", "The county's own", county_rate, "rate", "the county's levy")
    sheet.computed(
        "maximum_rate",
        "What is left of it",
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
    sheet.given("first_year", "First tax year", Decimal(first_year), "years", "measures.csv")
    sheet.given("term", "Years of the term", years, "years", sheet.statute)
    sheet.computed(
        "last_year_of_levy",
        "Last tax year",
        first_year + years - 1,
        "years",
        "first_year + term - 1",
    )
    return sheet.worksheet()


def ems_vote(yes: int, no: int, *, share_needed: Decimal) -> Worksheet:
    """Return what a measure needed, as line `yes_needed`, and its share of the votes.

    share_needed  fraction: 0.60 at least for a first or permanent levy, more than 0.50 to renew
    """
    sheet = Working("RCW 84.52.069")
    sheet.given("yes", "Votes for it", Decimal(yes), "number", "the canvassing board")
    sheet.given("no", "Votes against it", Decimal(no), "number", "the canvassing board")
    sheet.given(
        "share_needed", "Share of the votes that it needs", share_needed, "fraction", sheet.statute
    )
    cast = Decimal(yes + no)
    sheet.computed(
        "yes_needed",
        "Votes that this share is",
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
    """Return whether a new or permanent levy passed: with no less than the share needed."""
    return vote.known("yes") > 0 and vote.known("yes") >= vote.known("yes_needed")


def renewal(vote: Worksheet) -> bool:
    """Return whether a levy with a term was renewed without a break: with more than the share."""
    return vote.known("yes") > vote.known("yes_needed")
