"""What a rate is divided into, which levies the limits count, and the order in the files."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.errors import ParameterMissing, ParameterUnreadable
from levy.kinds import Base, DistrictKind, LevyKind
from levy.law.season import District, Levy
from levy.law.washington.limit_levels import (
    PROTECTED_AS,
    REST,
    Component,
    LimitedLevy,
    limited_component,
    pieces_of,
)
from levy.params.washington.limit_law import levels_from, levels_of, limit_law
from tests.law.washington import drawn
from tests.law.washington.limited_county import LAW

C = Component

# fmt: off
DIVIDED = [
    # component, rate, error, its pieces, because
    (C.FIRE,         "1.5",    "0",    {C.FIRE: "0.5", C.FIRE_REST: "1.0"},          "a fire district: 0.50 and the rest"),
    (C.RFA,          "0.5",    "0",    {C.RFA: "0.5"},                               "exactly 0.50 has no rest"),
    (C.HOSPITAL,     "0.51",   "0",    {C.HOSPITAL: "0.5", C.HOSPITAL_REST: "0.01"}, "a hospital: 0.50 and the rest"),
    (C.EMS,          "0.5",    "0",    {C.EMS: "0.3", C.EMS_REST: "0.2"},            "emergency medical: 0.30 and the rest"),
    (C.LIBRARY,      "0.55",   "0",    {C.LIBRARY: "0.5", C.LIBRARY_REST: "0.05"},   "a rural library above 0.50 of assessed value"),
    (C.COUNTY,       "2",      "0",    {C.COUNTY: "1.8", C.COUNTY_REST: "0.2"},      "a county above 1.80"),
    (C.METROPOLITAN_PARK_BEFORE_2002, "0.75", "0",
     {C.METROPOLITAN_PARK_BEFORE_2002: "0.5", C.METROPOLITAN_PARK_REST: "0.25"},     "the rest of old and new parks is one component"),
    (C.METROPOLITAN_PARK, "0.75", "0",
     {C.METROPOLITAN_PARK: "0.5", C.METROPOLITAN_PARK_REST: "0.25"},                 "a park formed in 2002 or later"),
    (C.CEMETERY,     "0.1125", "0",    {C.CEMETERY: "0.1125"},                       "a cemetery is one component"),
    (C.FIRE,         "1.6",    "0.1",  {C.FIRE: "0.5", C.FIRE_REST: "1.0", C.LEVY_ERROR: "0.1"}, "an error above the maximum is its own piece"),
    (C.CEMETERY,     "0.12",   "0.02", {C.CEMETERY: "0.10", C.LEVY_ERROR: "0.02"},   "also where nothing else is divided"),
    (C.FIRE,         "0",      "0",    {},                                           "a rate of zero has no pieces"),
]
# fmt: on


@pytest.mark.parametrize("component, rate, error, pieces, because", DIVIDED)
def test_pieces_of(component, rate, error, pieces, because):
    divided = pieces_of([LimitedLevy("L", component, D(rate), D(error))], LAW)
    assert {piece.component: part for piece, part in divided.items()} == {
        each: D(part) for each, part in pieces.items()
    }, because
    assert {piece.levy for piece in divided} <= {"L"}


def test_a_countys_earmarked_parts_stand_below_its_1_80():
    divided = pieces_of(
        [
            LimitedLevy("HEALTH", C.COUNTY, D("0.025"), part_of="COUNTY"),
            LimitedLevy("COUNTY", C.COUNTY, D("1.8")),
            LimitedLevy("VETERANS", C.COUNTY, D("0.01125"), part_of="COUNTY"),
        ],
        LAW,
    )
    # 1.80 + 0.025 + 0.01125 = 1.83625
    assert [(*piece, rate) for piece, rate in divided.items()] == [
        ("HEALTH", "county", D("0.025")),
        ("COUNTY", "county", D("1.76375")),
        ("COUNTY", "county_rest", D("0.03625")),
        ("VETERANS", "county", D("0.01125")),
    ]


def test_parts_greater_than_the_first_part_leave_it_empty():
    divided = pieces_of(
        [
            LimitedLevy("PART", C.COUNTY, D("1.9"), part_of="COUNTY"),
            LimitedLevy("COUNTY", C.COUNTY, D("0.1")),
        ],
        LAW,
    )
    assert [(*piece, rate) for piece, rate in divided.items()] == [
        ("PART", "county", D("1.8")),
        ("PART", "county_rest", D("0.1")),
        ("COUNTY", "county_rest", D("0.1")),
    ]


def test_a_rate_that_is_not_known_has_no_pieces():
    assert pieces_of([LimitedLevy("L", C.FIRE, None)], LAW) == {}


K, B = LevyKind, Base
# fmt: off
COUNTED = [
    (K.REGULAR,  B.REGULAR,    DistrictKind.FIRE,    C.FIRE,    "a regular levy counts as its district's kind"),
    (K.LID_LIFT, B.REGULAR,    DistrictKind.CITY,    C.CITY,    "so does a lid lift"),
    (K.REFUND,   B.REGULAR,    DistrictKind.COUNTY,  C.COUNTY,  "a refund of regular levies counts (WAC 458-19-085)"),
    (K.REFUND,   B.EXCESS,     DistrictKind.COUNTY,  None,      "a refund of excess levies does not"),
    (K.EMS,      B.REGULAR,    DistrictKind.FIRE,    C.EMS,     "emergency medical, whoever levies it"),
    (K.REGULAR,  B.REGULAR,    DistrictKind.EMS,     C.EMS,     "an emergency medical district"),
    (K.STATE_1,  B.STATE_1,    DistrictKind.STATE,   C.STATE,   "the state's part 1"),
    (K.STATE_2,  B.STATE_2,    DistrictKind.STATE,   C.STATE,   "the state's part 2"),
    (K.REGULAR,  B.REGULAR,    DistrictKind.PORT,    None,      "a port is outside both"),
    (K.REGULAR,  B.REGULAR,    DistrictKind.PUD,     None,      "a public utility district is outside both"),
    (K.REGULAR,  B.REGULAR,    DistrictKind.SCHOOL,  None,      "a school has no regular levy"),
    (K.NON_VOTED_BOND, B.REGULAR, DistrictKind.FIRE, None,      "a bond without a vote is outside both"),
    (K.BOND,     B.EXCESS,     DistrictKind.CITY,    None,      "an excess levy is outside both"),
    (K.ENRICHMENT, B.ENRICHMENT, DistrictKind.SCHOOL, None,     "a school's enrichment levy is outside both"),
]
# fmt: on


@pytest.mark.parametrize("kind, base, district, component, because", COUNTED)
def test_limited_component(kind, base, district, component, because):
    levy = Levy("L", "D", "a levy", kind, base)
    assert limited_component(levy, District("D", "a district", district)) is component, because


def test_every_district_kind_is_counted_or_knowingly_outside():
    levy = Levy("L", "D", "a levy", LevyKind.REGULAR, Base.REGULAR)
    outside = {
        kind for kind in DistrictKind if limited_component(levy, District("D", "d", kind)) is None
    }
    assert outside == {DistrictKind.PORT, DistrictKind.PUD, DistrictKind.SCHOOL}


def test_every_component_stands_once_in_the_one_percent_order():
    listed = [each for level in LAW.one_percent_levels for each in level.components]
    assert sorted(listed) == sorted(Component)


def test_the_two_orders_agree_on_what_both_count():
    one = [each for level in LAW.one_percent_levels for each in level.components]
    aggregate = [each for level in LAW.aggregate_levels for each in level.components]
    assert aggregate == [each for each in one if each in aggregate]
    assert set(one) - set(aggregate) == {
        C.STATE, C.RTA, C.EMS, C.EMS_REST, C.CONSERVATION_FUTURES, C.AFFORDABLE_HOUSING,
        C.COUNTY_HOSPITAL, C.ISLAND_PARK, C.FERRY, C.CRIMINAL_JUSTICE, C.TRANSIT, C.LEVY_ERROR,
        *PROTECTED_AS.values(),
    }  # fmt: skip


def test_numbers_of_law_2025():
    assert (LAW.aggregate_limit, LAW.one_percent) == (D("5.90"), D("10.0"))
    assert LAW.first_parts == {
        C.COUNTY: D("1.80"), C.EMS: D("0.30"), C.LIBRARY: D("0.50"), C.FIRE: D("0.50"),
        C.RFA: D("0.50"), C.HOSPITAL: D("0.50"), C.METROPOLITAN_PARK: D("0.50"),
        C.METROPOLITAN_PARK_BEFORE_2002: D("0.50"),
    }  # fmt: skip
    assert LAW.first_parts.keys() == REST.keys()
    assert LAW.protected == dict.fromkeys(PROTECTED_AS, D("0.25"))
    assert [level.number for level in LAW.aggregate_levels] == list(range(8, -2, -1))
    assert [level.number for level in LAW.one_percent_levels] == list(range(19, -2, -1))


@pytest.mark.parametrize("year", [2023, 2027])
def test_a_year_without_law_is_refused(year):
    with pytest.raises(ParameterMissing) as refused:
        limit_law(year)
    assert refused.value.tax_year == year


def test_an_order_that_ends_is_refused_with_its_file():
    with pytest.raises(ParameterMissing) as refused:
        levels_of("aggregate_levels", 2027)
    assert str(refused.value) == (
        "No aggregate_levels for tax year 2027: levy/params/washington/rcw_84_52_010.toml has "
        "2024 to 2026. Add a [[aggregate_levels]] entry with its source to "
        "levy/params/washington/rcw_84_52_010.toml."
    )


# fmt: off
UNREADABLE = [
    ({"2": ["county"], "1": ["fier"]}, "there is no component 'fier'"),
    ({"2": ["county", "fire"], "1": ["fire"]}, "'fire' is on two levels"),
]
# fmt: on


@pytest.mark.parametrize("listed, why", UNREADABLE)
def test_an_order_that_cannot_be_meant(listed, why):
    with pytest.raises(ParameterUnreadable) as refused:
        levels_from(listed)
    assert refused.value.why == why


def test_levels_are_sorted_by_number_not_by_text():
    assert [level.number for level in levels_from({"-1": [], "9": [], "10": [], "0": []})] == [
        10, 9, 0, -1,
    ]  # fmt: skip


@given(st.sampled_from(sorted(set(REST) | {C.CITY, C.CEMETERY, C.STATE})), drawn.rates, drawn.rates)
def test_the_parts_of_a_rate_are_the_rate(component, lawful, error):
    rate = lawful + error
    parts = pieces_of([LimitedLevy("L", component, rate, error)], LAW)
    assert sum(parts.values()) == rate
    assert all(part > 0 for part in parts.values())
    until = LAW.first_parts.get(component)
    assert until is None or parts.get(("L", component), D(0)) <= until
