"""What a regional fire authority leaves of its members' rates.  RCW 84.52.044."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.rfa_participant import fire_district_in_authority, member_in_authority
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn


def parts(*rates):
    return [D(rate) for rate in rates]


# fmt: off
FIRE = [
    (parts("0.50", "0.50", "0.115494208952"),  D("0.384505791048"),  "the authority leaves part of its third levy"),
    (parts("0.50", "0.50", "0.50"),            D("0.00"),            "nothing is left"),
    (parts("0", "0", "0"),                     D("1.50"),            "the authority levies nothing"),
    (parts("0.60", "0.20", "0"),               D("0.80"),            "what one letter takes too much, no other gives"),
]
MEMBERS = [
    # base         authority                              left
    (D("3.60"),  parts("0.50", "0.50", "0.115494208952"), D("2.484505791048"),  "Prosser in West Benton, 2025"),
    (D("0.45"),  parts("0.10", "0", "0"),                 D("0.35"),            "a port in an authority"),
    (D("0.45"),  parts("0.50", "0.50", "0"),              D(0),               "never below nothing"),
]
# fmt: on


@pytest.mark.parametrize("authority, left, because", FIRE)
def test_fire_district_in_authority(authority, left, because):
    sheet = fire_district_in_authority(D("0.50"), authority)
    assert sheet.number("maximum_rate") == left, because
    assert_explained(sheet)


@pytest.mark.parametrize("base, authority, left, because", MEMBERS)
def test_member_in_authority(base, authority, left, because):
    sheet = member_in_authority(base, authority)
    assert sheet.number("maximum_rate") == left, because
    assert_explained(sheet)


def test_an_authority_has_three_levies():
    with pytest.raises(ValueError, match="zip"):
        fire_district_in_authority(D("0.50"), parts("0.50"))
    with pytest.raises(ValueError, match="zip"):
        member_in_authority(D("3.60"), parts("0.50"))


@given(st.lists(drawn.rates, min_size=3, max_size=3))
def test_both_together_never_pass_three_levies(authority):
    left = fire_district_in_authority(D("0.50"), authority).number("maximum_rate")
    assert 0 <= left <= D("1.50")
    assert left + sum(min(rate, D("0.50")) for rate in authority) == D("1.50")
    assert 0 <= member_in_authority(D("3.60"), authority).number("maximum_rate") <= D("3.60")
