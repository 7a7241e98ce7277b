"""The limits across areas as one area meets them: what counts, what is left, who is cut first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from levy.law.worksheet import Worksheet


class StackedRate(NamedTuple):
    """A part of a levy's rate on its level: what it is, the rate before this limit and after it."""

    levy: str
    what: str
    rate: Decimal
    kept: Decimal


class StackedLevel(NamedTuple):
    """Rates that are cut together, and the room that is left below them."""

    name: str
    rates: tuple[StackedRate, ...]
    room: Decimal


class AreaLimit(NamedTuple):
    """One limit in one area; rates in dollars per $1,000.

    short    what it is called in a heading: "$5.90"
    limit    most that the area may pay; None where that is not known
    counted  what counts, added up; None while a rate is not known
    rates    what of a levy's rate counts, by levy: absent is outside the limit, None not known
    levels   the levels from the one that is never cut to the one that is cut first
    stack    the working of those levels; None where they cannot be drawn
    lost     what levies of this area lost to the limit, by levy
    why_not  why something here is not known; blank where all is
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
        """The room that is left, below zero where the area is over its limit."""
        if self.limit is None or self.counted is None:
            return None
        return self.limit - self.counted


class AreaLimits(NamedTuple):
    """All limits in one area.

    tested       whether the area can cut a levy: one without value cannot
    senior_pays  the levies that a senior-exempt parcel pays
    """

    limits: tuple[AreaLimit, ...]
    tested: bool = True
    senior_pays: frozenset[str] = frozenset()
