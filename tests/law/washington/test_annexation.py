"""The limit of a district that gains, loses or withdraws land.  RCW 84.55.030, 84.55.110."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.annexation import gaining_limit, losing_limit, withdrawal_highest_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
GAINING = [
    # highest       factor      growth      last rate  annexed        without    limit
    (D(100_000), D("1.01"), D(700_000), D("0.5"), D(5_000_000), D("0.48"), D("103750.00"), "WAC 458-19-035(3)"),
    (D(100_000), D("1.01"), D(700_000), D("0.5"), D(0),         D("0.48"), D("101350.00"), "nothing annexed"),
    (D(100_000), D("1.01"), D(0),       D("0.5"), D(5_000_000), D("0.48"), D("103400.00"), "no growth"),
]
LOSING = [
    (D(100_000), D("1.01"), D(700_000), D("0.5"), D("101350.00"), "its highest lawful levy is not cut"),
    (D(100_000), D("0.99"), D(0),       D("0.5"), D("99000.00"),  "falling prices, no growth in what remains"),
]
WITHDRAWN = [
    # highest       last value        withdrawn        remaining         highest
    (D(100_000), D(20_000_000),   D(5_000_000),   D(15_000_000),    D("75000.00"),  "a quarter of the value, a quarter of the levy"),
    (D(100_000), D(20_000_000),   D(0),           D(20_000_000),    D("100000.00"), "nothing withdrawn"),
    (D(100_000), D(20_000_000),   D(20_000_000),  D(0),             D("0.00"),      "all of it"),
    (D(100),     D(3),            D(2),           D(1),             D("33.33"),     "a third, rounded once"),
    (D("0.01"),  D(2),            D(1),           D(1),             D("0.01"),      "half a cent rounds up"),
]
# fmt: on


@pytest.mark.parametrize("highest, factor, growth, rate, annexed, without, limit, because", GAINING)
def test_gaining_limit(highest, factor, growth, rate, annexed, without, limit, because):
    sheet = gaining_limit(
        highest, factor, growth=growth, last_rate=rate, annexed=annexed, rate_without=without
    )
    assert sheet.number("limit") == limit, because
    assert_explained(sheet)


@pytest.mark.parametrize("highest, factor, growth, rate, limit, because", LOSING)
def test_losing_limit(highest, factor, growth, rate, limit, because):
    sheet = losing_limit(highest, factor, growth=growth, last_rate=rate)
    assert sheet.number("limit") == limit, because
    assert_explained(sheet)


@pytest.mark.parametrize("highest, last_value, withdrawn, remaining, after, because", WITHDRAWN)
def test_withdrawal(highest, last_value, withdrawn, remaining, after, because):
    sheet = withdrawal_highest_levy(highest, last_value=last_value, withdrawn=withdrawn)
    assert sheet.number("remaining_value") == remaining, because
    assert sheet.number("highest_remaining") == after, because
    assert_explained(sheet)


@given(drawn.dollars, drawn.factors, drawn.values, drawn.rates, drawn.values, drawn.rates)
def test_land_that_is_gained_never_lowers_the_limit(
    highest, factor, growth, rate, annexed, without
):
    gained = gaining_limit(
        highest, factor, growth=growth, last_rate=rate, annexed=annexed, rate_without=without
    )
    stayed = losing_limit(highest, factor, growth=growth, last_rate=rate)
    assert gained.number("limit") >= stayed.number("limit")
    assert_explained(gained)


@given(drawn.dollars, drawn.values, drawn.values)
def test_what_remains_is_never_more_than_the_whole(highest, last_value, withdrawn):
    sheet = withdrawal_highest_levy(highest, last_value=last_value, withdrawn=withdrawn)
    assert 0 <= sheet.number("highest_remaining") <= highest
    assert_explained(sheet)
