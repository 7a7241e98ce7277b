from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.earmark import earmarked_split
from levy.law.worksheet import Line, Worksheet, key_of
from tests.law.reevaluation import assert_explained


def split(whole, value, rates):
    given_before = (Line("P2S", "Levy", whole, "dollars"), Line("value", "Value", value, "value"))
    return Worksheet("", given_before).followed_by(earmarked_split(whole, value, rates))


BENTON = (D("28529511.36"), D(36_331_753_518))
HEALTH, VETERANS = {"HEALTH": D("0.025")}, {"VETERANS": D("0.01125")}

# fmt: off
CASES = [
    # whole, value                 rates                parts                                     rest               because
    (BENTON,                       HEALTH | VETERANS,   [D("908293.84"), D("408732.23")],         D("27212485.29"),  "two parts of a county's levy"),
    (BENTON,                       {},                  [],                                       D("28529511.36"),  "nothing is set aside"),
    ((D("10.00"), D(1_000_000)),   HEALTH,              [D("25.00")],                             D("-15.00"),       "a part larger than the whole shows"),
    ((D("10.00"), D(200)),         HEALTH,              [D("0.01")],                              D("9.99"),         "half a cent goes up"),
    ((D("10.00"), D(0)),           HEALTH,              [D("0.00")],                              D("10.00"),        "no value, no part"),
    ((D("100.00"), D(1_000_000)),  {"E-911": D("0.025"), "E_911": D("0.05")}, [D("25.00"), D("50.00")], D("25.00"), "codes with signs"),
    ((D("10.00"), D(1_000)),       {"HEALTH": D(0)},    [D("0.00")],                              D("10.00"),        "a rate of nothing is known"),
]
# fmt: on


@pytest.mark.parametrize("figures, rates, parts, rest, because", CASES)
def test_earmarked_split(figures, rates, parts, rest, because):
    sheet = split(*figures, rates)
    assert [sheet.number(f"part_{key_of(code)}") for code in rates] == parts, because
    assert sheet.number("rest") == rest, because
    assert_explained(sheet)


DOLLARS = st.integers(0, 10**11).map(lambda cents: D(cents).scaleb(-2))
RATES = st.dictionaries(
    st.sampled_from(["ONE", "TWO", "THREE"]), st.integers(0, 27_000).map(lambda n: D(n).scaleb(-5))
)


@given(DOLLARS, st.integers(0, 10**11).map(D), RATES)
def test_nothing_is_lost_in_the_split(whole, value, rates):
    sheet = split(whole, value, rates)
    parts = sum((sheet.number(f"part_{code}") for code in rates), start=D(0))
    assert parts + sheet.number("rest") == whole
    assert_explained(sheet)
