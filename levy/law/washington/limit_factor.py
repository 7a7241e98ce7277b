"""The limit factor: how much a levy may grow in a year.  RCW 84.55.005, 84.55.0101.

A small district takes the cap.  A larger district takes inflation if that is lower, unless
its council finds a substantial need and enough of its members vote for it.  If prices fell,
its factor is below 1 [M: the text that was read names no lowest factor].
"""

from decimal import Decimal
from typing import NamedTuple

from levy.law.not_known import NotKnown
from levy.law.units import ONE, lesser
from levy.law.worksheet import Working, Worksheet

SMALL_COUNCIL = 4


class SubstantialNeed(NamedTuple):
    """A finding of substantial need; it holds for one year.

    adopted         factor that the ordinance or resolution states
    members, votes  members of the legislative authority, and votes for the finding; if either is
                    blank, the finding counts as passed
    """

    adopted: Decimal
    members: int | None = None
    votes: int | None = None

    @property
    def carried(self) -> bool:
        """Whether enough members voted for it; true if the vote is not known."""
        if self.members is None or self.votes is None:
            return True
        return self.votes >= votes_needed(self.members)


def votes_needed(members: int) -> int:
    """Return the votes that a finding of substantial need requires.  RCW 84.55.0101.

    members  of the legislative authority; up to four: two thirds, more: a majority plus one

    >>> votes_needed(3), votes_needed(4), votes_needed(5), votes_needed(7)
    (2, 3, 4, 5)
    """
    if members <= SMALL_COUNCIL:
        return -(-2 * members // 3)
    return members // 2 + 2


def limit_factor(
    population: int | None,
    inflation: Decimal | None,
    *,
    cap: Decimal,
    small_district: Decimal,
    need: SubstantialNeed | None = None,
) -> Worksheet:
    """Return the factor as line `limit_factor`.

    population      people, in the calendar year before the assessment year
    inflation       fraction: 0.0257 means 2.57 percent; may be negative
    cap             factor: 1.01
    small_district  people; a smaller district takes the cap
    need            the finding of substantial need, or None

    Raises NotKnown if the population is blank, or if the inflation is needed and blank.
    """
    if population is None:
        raise NotKnown("the district's population (districts.csv)")
    sheet = Working("RCW 84.55.005")
    sheet.input("population", "Population", Decimal(population), "number", "districts.csv")
    sheet.input(
        "small_district", "A small district is below", small_district, "number", sheet.statute
    )
    sheet.input("cap", "Highest limit factor", cap, "factor", sheet.statute)
    if population < small_district:
        sheet.computed("limit_factor", "Limit factor of a small district", cap, "factor", "cap")
    elif need is not None and _carried(sheet, need):
        adopted = lesser(need.adopted, cap)
        sheet.computed(
            "limit_factor",
            "Limit factor adopted for substantial need",
            adopted,
            "factor",
            "lesser(adopted, cap)",
            "RCW 84.55.0101",
        )
    else:
        _by_inflation(sheet, inflation, cap)
    return sheet.worksheet()


def _carried(sheet: Working, need: SubstantialNeed) -> bool:
    sheet.input("adopted", "Factor adopted", need.adopted, "factor", "limits.csv")
    if need.members is not None and need.votes is not None:
        for key, label, count in (
            ("members", "Members of the legislative authority", need.members),
            ("votes", "Votes for the finding", need.votes),
            ("votes_needed", "Votes needed", votes_needed(need.members)),
        ):
            sheet.input(key, label, Decimal(count), "number", "RCW 84.55.0101")
    return need.carried


def _by_inflation(sheet: Working, inflation: Decimal | None, cap: Decimal) -> None:
    if inflation is None:
        raise NotKnown("the inflation of the year (season.toml)")
    sheet.input("inflation", "Growth of the price deflator", inflation, "fraction", "season.toml")
    sheet.computed(
        "limit_factor",
        "Limit factor",
        lesser(ONE + inflation, cap),
        "factor",
        "lesser(1 + inflation, cap)",
    )
