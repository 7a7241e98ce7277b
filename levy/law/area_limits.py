"""The limits across areas, for one area: what counts, what is left, who is cut first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from levy.law.worksheet import Worksheet


class StackedRate(NamedTuple):
    """A component of a levy on its level: the rate before this limit and the rate after it."""

    levy: str
    component: str
    rate: Decimal
    rate_left: Decimal


class StackedLevel(NamedTuple):
    """Rates that are cut together, and the room that they leave to the levels below."""

    name: str
    rates: tuple[StackedRate, ...]
    room: Decimal


class AreaLimit(NamedTuple):
    """One limit in one area; rates in dollars per $1,000.

    short    the limit's name in a heading: "$5.90"
    limit    highest rate that the area may pay; None if it is not known
    counted  sum of the rates that count; None while one of them is not known
    rates    the part of each levy's rate that counts, by levy: None if it is not known; a levy
             outside the limit is absent
    levels   the levels, from the one that is never cut to the one that is cut first
    stack    worksheet of those levels; None if they cannot be computed
    lost     each levy of this area that lost to the limit, with a sentence about the loss
    why_not  why a figure here is not known; blank if all are known
    """

    short: str
    limit: Decimal | None = None
    counted: Decimal | None = None
    rates: Mapping[str, Decimal | None] = {}
    levels: tuple[StackedLevel, ...] = ()
    stack: Worksheet | None = None
    lost: tuple[tuple[str, str], ...] = ()
    why_not: str = ""

    @property
    def left(self) -> Decimal | None:
        """The room that is left; negative if the area is over its limit."""
        if self.limit is None or self.counted is None:
            return None
        return self.limit - self.counted


class AreaLimits(NamedTuple):
    """All limits in one area.

    tested       whether the area can cut a levy; an area without value cannot
    senior_pays  the levies that a senior-exempt parcel pays
    """

    limits: tuple[AreaLimit, ...]
    tested: bool = True
    senior_pays: frozenset[str] = frozenset()
