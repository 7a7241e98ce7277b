"""Rates while a highly valued property is in dispute, and afterwards.  RCW 84.52.018."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.disputed_property import settled_dispute, value_for_rates
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

COUNTY = D(36_000_000_000)  # a quarter percent is 90,000,000
# fmt: off
VALUES = [
    # value              in dispute       for rates
    (D(5_000_000_000), D(90_000_001),   D(4_909_999_999),  "a dollar above a quarter percent of the county"),
    (D(5_000_000_000), D(90_000_000),   D(5_000_000_000),  "exactly a quarter percent does not exceed it"),
    (D(5_000_000_000), D(0),            D(5_000_000_000),  "no dispute"),
]
SETTLED = [
    # decided          rate     levied            limit             years     recovered          interest          abeyance
    (D(60_000_000),  D("1.3"), D("6500000.00"), D("6540000.00"),  D(1),   D("78000.00"),     D("7020.00"),     D("38000.00"),  "above the limit by 38,000"),
    (D(60_000_000),  D("1.3"), D("6500000.00"), D("6578000.00"),  D("0.5"), D("78000.00"),     D("3510.00"),     D("0.00"),      "exactly the limit; half a year of interest"),
    (D(60_000_000),  D("1.3"), D("6500000.00"), D("6600000.00"),  D(2),   D("78000.00"),     D("14040.00"),    D(0),         "within the limit"),
    (D(60_000_000),  D("1.3"), D("6500000.00"), D("6000000.00"),  D(0),   D("78000.00"),     D("0.00"),        D("78000.00"),  "holds at most the tax recovered"),
    (D(0),           D("1.3"), D("6500000.00"), D("6540000.00"),  D(1),   D("0.00"),         D("0.00"),        D("0.00"),      "the owner was right"),
]
# fmt: on


@pytest.mark.parametrize("value, controversy, for_rates, because", VALUES)
def test_value_for_rates(value, controversy, for_rates, because):
    sheet = value_for_rates(
        value, controversy=controversy, county_value=COUNTY, threshold=D("0.0025")
    )
    assert sheet.number("value_for_rates") == for_rates, because
    assert_explained(sheet)


@pytest.mark.parametrize(
    "decided, rate, levied, limit, years, recovered, interest, abeyance, because", SETTLED
)
def test_settled_dispute(
    decided, rate, levied, limit, years, recovered, interest, abeyance, because
):
    sheet = settled_dispute(
        decided, rate=rate, levied=levied, limit=limit, interest_rate=D("0.09"), years=years
    )
    found = [sheet.number(key) for key in ("recovered", "interest", "abeyance")]
    assert found == [recovered, interest, abeyance], because
    assert_explained(sheet)


@given(drawn.values, drawn.rates, drawn.dollars, drawn.dollars)
def test_what_is_kept_is_within_the_limit(decided, rate, levied, limit):
    sheet = settled_dispute(
        decided, rate=rate, levied=levied, limit=limit, interest_rate=D("0.09"), years=D(1)
    )
    kept = levied + sheet.number("recovered") - sheet.number("abeyance")
    assert kept <= max(limit, levied)
    assert 0 <= sheet.number("abeyance") <= sheet.number("recovered")
    assert_explained(sheet)
