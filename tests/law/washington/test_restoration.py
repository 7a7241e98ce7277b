"""A restored levy, by the current law and by the law before 2024."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.not_known import NotKnown
from levy.law.washington.restoration import restored_levy, restored_levy_before_2024
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
NOW = [
    # years  value           rate      had it levied     allowable
    (20,   D(15_000_000),  D("1.5"),  None,             D("22500.00"), "WAC 458-19-025: after 20 years only the rate"),
    ( 7,   D(15_000_000),  D("1.5"),  D("12500.00"),    D("22500.00"), "seven years are enough"),
    ( 6,   D(15_000_000),  D("1.5"),  D("12500.00"),    D("12500.00"), "six are not: as if it had gone on"),
    ( 1,   D(15_000_000),  D("1.5"),  D("30000.00"),    D("22500.00"), "the rate binds in any case"),
    ( 7,   D(1_667),       D("1.5"),  None,             D("2.50"),     "2.5005 is cut by rounding"),
    ( 7,   D(10),          D("1.5"),  None,             D("0.02"),     "half a cent of a levy rounds up"),
]
BEFORE_2024 = [
    # last         value           growth          lawful         base           rate                added        allowable
    (D(10000), D(15_000_000), D(3_000_000), None,          D(12_000_000), D("0.833333333333"), D("2500.00"), D("12500.00"), "WAC 458-19-025(3), the text until 2023"),
    (D(10000), D(15_000_000), D(3_000_000), D("12000.00"), D(12_000_000), D("0.833333333333"), D("2500.00"), D("12000.00"), "the maximum lawful levy is less"),
    (D(10000), D(15_000_000), D(0),         D("12000.00"), D(15_000_000), D("0.666666666667"), D("0.00"),    D("10000.00"), "no growth adds nothing"),
]
# fmt: on


@pytest.mark.parametrize("years, value, rate, continuous, allowable, because", NOW)
def test_restored_levy(years, value, rate, continuous, allowable, because):
    sheet = restored_levy(
        years, value=value, maximum_rate=rate, continuous_limit=continuous, long_absence=D(7)
    )
    assert sheet.number("allowable") == allowable, because
    assert (sheet.number("years_without"), sheet.number("long_absence")) == (years, 7)
    assert_explained(sheet)


def test_a_limit_that_is_needed_and_blank_is_not_guessed():
    with pytest.raises(NotKnown, match="the levy limit if the district had levied every year"):
        restored_levy(
            6, value=D(1), maximum_rate=D("1.5"), continuous_limit=None, long_absence=D(7)
        )


@pytest.mark.parametrize(
    "last, value, growth, lawful, base, rate, added, allowable, because", BEFORE_2024
)
def test_restored_levy_before_2024(
    last, value, growth, lawful, base, rate, added, allowable, because
):
    sheet = restored_levy_before_2024(last, value=value, growth=growth, maximum_lawful=lawful)
    found = [sheet.number(key) for key in ("base_value", "restored_rate", "added", "allowable")]
    assert found == [base, rate, added, allowable], because
    assert_explained(sheet)


@given(st.integers(0, 30), drawn.values, drawn.values, drawn.rates, drawn.dollars)
def test_more_value_never_lowers_the_limit_and_the_rate_always_binds(
    years, value, more, rate, continuous
):
    def allowable(of):
        return restored_levy(
            years, value=of, maximum_rate=rate, continuous_limit=continuous, long_absence=D(7)
        )

    sheet = allowable(value)
    assert sheet.number("allowable") <= sheet.number("maximum_amount")
    assert sheet.number("allowable") <= allowable(value + more).number("allowable")
    assert_explained(sheet)
