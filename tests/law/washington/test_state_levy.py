"""The state levy: each part's limit, and both together.  RCW 84.52.065."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.state_levy import state_limit, within_aggregate
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
AGGREGATE = [
    # part 1      part 2      market value    part 1         part 2
    (D(2000), D(1000),  D(1_000_000),   D(2000),     D(1000),     "both fit under 3.60"),
    (D(2400), D(1200),  D(1_000_000),   D(2400),     D(1200),     "exactly 3.60"),
    (D(2400), D("1200.01"), D(1_000_000), D("2399.99"),  D("1200.01"),  "a cent too much"),
    (D(3600), D(3600),  D(1_000_000),   D("1800.00"),  D("1800.00"),  "cut in proportion"),
    (D(1),    D(2),     D(278),         D("0.33"),     D("0.67"),     "1.00 in three parts: no cent is lost"),
    (D(1),    D(2),     D(0),           D("0.00"),     D("0.00"),     "no value"),
]
# fmt: on


def test_part_1_of_2025():
    sheet = state_limit(
        D("3058608229.513537"),
        growth_fraction=D("0.01"),
        new_construction=D("35039025.33174358"),
        state_assessed_change=D("281406860.33652496"),
        prior_rate=D("1.3222730441164312"),
        refund=D("179283.39"),
    )
    assert sheet.number("growth") == D("30586082.30")
    assert sheet.number("state_assessed") == D("372096.71")
    assert abs(sheet.number("new_limit") - D("3124605433.8462687")) < D("0.01")
    assert abs(sheet.number("part_levy") - D("3124784717.2362685")) < D("0.01")
    assert_explained(sheet)


def test_a_fall_of_state_assessed_value_takes_nothing():
    sheet = state_limit(
        D("1000.00"),
        growth_fraction=D("0.01"),
        new_construction=D("5.00"),
        state_assessed_change=D(-1_000_000),
        prior_rate=D(1300),
        refund=None,
    )
    assert sheet.number("new_limit") == sheet.number("part_levy") == D("1015.00")
    assert_explained(sheet)


@pytest.mark.parametrize("part_1, part_2, market, first, second, because", AGGREGATE)
def test_within_aggregate(part_1, part_2, market, first, second, because):
    sheet = within_aggregate(part_1, part_2, market_value=market, aggregate_rate=D("3.60"))
    assert (sheet.number("part_1"), sheet.number("part_2")) == (first, second), because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.values, drawn.rates)
def test_both_parts_never_pass_the_aggregate_and_neither_is_raised(first, second, market, rate):
    sheet = within_aggregate(first, second, market_value=market, aggregate_rate=rate)
    cut = sheet.number("part_1") + sheet.number("part_2")
    assert cut == min(first + second, sheet.number("aggregate_maximum"))
    assert sheet.number("part_1") <= first
    assert_explained(sheet)
