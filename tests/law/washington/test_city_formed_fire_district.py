"""A city that forms a fire district, both years of the published example.  WAC 458-19-090."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.city_formed_fire_district import LEVIES, city_after_fire_district
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # city           fire levy     fire value       before            decimals  rates of the three           reduction        city after
    (D(200_390),    D(57_000),    D(59_375_000),   (),               2, ("0.5", "0.46", "0"),               D(57000),     D(143390),    "WAC 458-19-090, first year"),
    (D(143_390),    D(74_000),    D(60_655_738),   ("130", "140"),   2, ("0.5", "0.5", "0.22"),             D("13344.26"),  D("130045.74"), "WAC 458-19-090, second year; it prints 13,344"),
    (D(130_045),    D(90_000),    D(60_655_738),   LEVIES,           2, ("0.5", "0.5", "0.48"),             D(0),         D(130045),    "a rise of a levy takes nothing more"),
    (D(200_390),    D(57_000),    D(59_375_000),   ("130",),         12, ("0.5", "0.46", "0"),              D("27312.50"),  D("173077.50"), "only the levies that are new"),
    (D(10_000),     D(57_000),    D(59_375_000),   (),               12, ("0.5", "0.46", "0"),              D(57000),     D(0),         "never below nothing"),
    (D(200_390),    D(0),         D(59_375_000),   (),               12, ("0", "0", "0"),                   D(0),         D(200390),    "no levy yet"),
]
# fmt: on


@pytest.mark.parametrize(
    "city, levy, value, before, decimals, rates, reduction, after, because", CASES
)
def test_city_after(city, levy, value, before, decimals, rates, reduction, after, because):
    sheet = city_after_fire_district(
        city,
        fire_levy=levy,
        fire_value=value,
        each_rate=D("0.50"),
        imposed_before=before,
        decimals=decimals,
    )
    assert [sheet.number(f"levy_{name}") for name in LEVIES] == [D(rate) for rate in rates], because
    assert sheet.number("reduction") == reduction, because
    assert sheet.number("city_highest_after") == after, because
    assert_explained(sheet)


def test_a_rate_has_the_decimals_of_the_worksheet():
    sheet = city_after_fire_district(
        D(10_000), fire_levy=D(1), fire_value=D(3_000_000), each_rate=D("0.50"), imposed_before=()
    )
    assert sheet.number("levy_130") == D("0.000333333333")


@given(
    drawn.dollars,
    drawn.dollars,
    drawn.values,
    st.sampled_from([(), ("130",), ("130", "140"), LEVIES]),
)
def test_no_levy_is_above_its_rate_and_the_city_never_gains(city, levy, value, before):
    sheet = city_after_fire_district(
        city, fire_levy=levy, fire_value=value, each_rate=D("0.50"), imposed_before=before
    )
    assert all(0 <= sheet.number(f"levy_{name}") <= D("0.50") for name in LEVIES)
    assert 0 <= sheet.number("city_highest_after") <= city
    assert_explained(sheet)
