"""One rate for a district in several counties.  RCW 84.52.080."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.joint_district import joint_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

PROSSER = {"Klickitat": D(144_785_459), "Benton": D(2_317_136_610)}
LIBRARY = {"Benton": D(20_338_822_215), "Franklin": D(4_866_354_151)}
# fmt: off
CASES = [
    # amount           values    rate                  shares
    (D("4310440.84"), PROSSER,  D("1.750843738831"),  [D("253496.71"), D("4056944.13")],   "Prosser schools 2025, enrichment: cut, not ...832"),
    (D("4596000.00"), PROSSER,  D("1.866834071586"),  [D("270290.43"), D("4325709.57")],   "bonds"),
    (D("751063.00"),  PROSSER,  D("0.305071801198"),  [D("44169.96"), D("706893.04")],     "capital projects"),
    (D("6000000.00"), LIBRARY,  D("0.238046340675"),  [D("4841582.20"), D("1158417.80")],  "Mid-Columbia library 2025"),
    (D("100.00"), {"Walla Walla": D(0)}, D(0),      [D("0.00")],                         "no value in any county"),
]
# fmt: on


@pytest.mark.parametrize("amount, values, rate, shares, because", CASES)
def test_joint_levy(amount, values, rate, shares, because):
    sheet = joint_levy(amount, values)
    assert sheet.number("joint_rate") == rate, because
    keys = [f"share_{county.lower().replace(' ', '_')}" for county in values]
    assert [sheet.number(key) for key in keys] == shares, because
    assert_explained(sheet)


counties = st.dictionaries(
    st.sampled_from(["Benton", "Franklin", "Yakima"]), drawn.values, min_size=1
)


@given(drawn.dollars, counties)
def test_the_worksheet_rate_never_raises_more_than_the_levy(amount, values):
    sheet = joint_levy(amount, values)
    assert sheet.number("joint_rate") * sum(values.values()) <= amount * 1000
    assert_explained(sheet)


@given(drawn.dollars, counties, drawn.values)
def test_more_value_never_raises_the_rate(amount, values, more):
    name = next(iter(values))
    larger = joint_levy(amount, {**values, name: values[name] + more})
    assert larger.number("joint_rate") <= joint_levy(amount, values).number("joint_rate")
