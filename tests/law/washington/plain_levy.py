"""A district that a person can compute in the head: ten million of value, one dollar per $1,000.

Last year it levied 9,000.00 of the 10,000.00 that it might have.  Half a million of new
construction adds 500.00, so its limit is 10,600.00; its statutory maximum is 15,000.00.
"""

from dataclasses import replace
from decimal import Decimal as D

from levy.kinds import Base, LevyKind
from levy.law.season import Levy, Limit
from levy.law.washington.levy_limit import levy_limit
from levy.law.washington.statutory_maximum import statutory_maximum
from levy.law.worksheet import Worksheet

VALUE = D(10_000_000)
MAXIMUM = D("1.5")
LEVY = Levy("PLAIN", "1", "Plain", LevyKind.REGULAR, Base.REGULAR, statutory_rate=MAXIMUM)
LIMIT = Limit(
    "PLAIN",
    highest_lawful_levy=D("10000.00"),
    limit_factor=D("1.01"),
    last_levy=D("9000.00"),
    last_rate=D("1.000000000000"),
    new_construction=D(500_000),
)


def page_1(maximum: D = MAXIMUM, **differs: object) -> Worksheet:
    """Return the first page of the district, with what differs in limits.csv."""
    sheet = statutory_maximum(maximum, {}, None)
    limit = replace(LIMIT, **differs)
    return sheet.followed_by(levy_limit(limit, value=VALUE, maximum_rate=maximum))
