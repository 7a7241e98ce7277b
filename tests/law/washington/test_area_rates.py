from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Base
from levy.law.season import AreaResult
from levy.law.units import UNKNOWN
from levy.law.washington.added_up import RateSums
from levy.law.washington.area_rates import area_result
from tests.law.formula import half_up
from tests.law.washington import drawn

# What each levy that a limit counts adds to $5.90.
IN_AGGREGATE = {"COUNTY": D("1.2"), "STATE": D(0), "STATE2": D(0)}
LIMITED = ["COUNTY", "STATE", "STATE2"]
COUNTY_AND_PORT = {Base.REGULAR: ["COUNTY", "PORT"]}
ALL = COUNTY_AND_PORT | {
    Base.ENRICHMENT: ["SCHOOL"], Base.STATE_1: ["STATE"], Base.STATE_2: ["STATE2"],
}  # fmt: skip
RATES = {
    "COUNTY": D("1.2"), "PORT": D("0.3"), "SCHOOL": D("2.4"), "STATE": D("1.5"), "STATE2": D("0.8"),
}  # fmt: skip
VALUES = {
    Base.REGULAR: D(10_007), Base.ENRICHMENT: D(9007), Base.STATE_1: D(10_000), Base.STATE_2: D(9000),
}  # fmt: skip


def stack(levies=ALL, rates=RATES, limited=LIMITED, in_aggregate=IN_AGGREGATE, values=VALUES):
    return area_result(
        "A",
        {base: tuple(paid) for base, paid in levies.items()},
        RateSums(rates),
        limited=tuple(limited),
        in_aggregate=RateSums(in_aggregate),
        values=values,
    )


def test_the_stack_of_an_area():
    # 10,007 x 1.5, 9,007 x 2.4, 10,000 x 1.5, 9,000 x 0.8: 15.0105 + 21.6168 + 15 + 7.2.
    assert stack() == AreaResult(
        "A",
        total_rate=D("6.2"),
        senior_rate=D("3.0"),
        aggregate_590=D("1.2"),
        one_percent=D("3.5"),
        tax=D("58.83"),
    )


# fmt: off
NOT_KNOWN = [
    # rate not known   totals that are not known                             because
    ("PORT",           {"total_rate", "senior_rate", "tax"},                 "it counts in neither limit"),
    ("SCHOOL",         {"total_rate", "tax"},                                "a senior does not pay it"),
    ("STATE",          {"total_rate", "senior_rate", "one_percent", "tax"},  "it counts against the 1 % limit"),
    ("COUNTY",         {"total_rate", "senior_rate", "aggregate_590", "one_percent", "tax"}, "it counts everywhere"),
]
# fmt: on


@pytest.mark.parametrize("levy, unknown, because", NOT_KNOWN)
def test_a_rate_that_is_not_known_is_never_zero(levy, unknown, because):
    inside = IN_AGGREGATE | ({"COUNTY": UNKNOWN} if levy == "COUNTY" else {})
    result = stack(rates=RATES | {levy: UNKNOWN}, in_aggregate=inside)
    totals = {"total_rate", "senior_rate", "aggregate_590", "one_percent", "tax"}
    assert {name for name in totals if getattr(result, name) is None} == unknown, because


def test_an_area_without_values_has_rates_and_no_tax():
    result = stack(values=dict.fromkeys(Base, UNKNOWN))
    assert (result.total_rate, result.tax) == (D("6.2"), None)


def test_a_blank_value_leaves_the_tax_unknown():
    assert stack(values=VALUES | {Base.STATE_2: UNKNOWN}).tax is None
    assert stack(COUNTY_AND_PORT, values={Base.REGULAR: D(10_007)}).tax == D("15.01")


def test_a_tax_just_under_half_a_cent_is_rounded_down():
    # 1,003 x 1.2 and x 0.3 of a dollar per 1,000: 1.5045.
    assert stack(COUNTY_AND_PORT, values={Base.REGULAR: D(1003)}).tax == D("1.50")


def test_an_area_without_levies():
    expected = AreaResult("A", D(0), D(0), D(0), D(0), D(0))
    assert stack({}, {}, [], {}, VALUES) == expected


@given(st.lists(st.tuples(st.sampled_from(Base), drawn.rates), max_size=8))
def test_the_tax_is_that_of_each_levy_alone_rounded_once(levies):
    by_base: dict[Base, list[str]] = {}
    for number, (base, _) in enumerate(levies):
        by_base.setdefault(base, []).append(str(number))
    rates = {str(number): rate for number, (_, rate) in enumerate(levies)}
    values = VALUES | {Base.EXCESS: D(8000)}
    result = stack(by_base, rates, list(rates), rates, values)
    exact = sum((Fraction(values[base]) * Fraction(rate) for base, rate in levies), Fraction(0))
    assert Fraction(result.tax) == half_up(exact / 1000, 2)
    assert result.total_rate == result.one_percent == sum(rates.values())
    assert result.senior_rate <= result.total_rate
