"""Both limits on a whole county: who loses what, where, to whom, and what is certified."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding
from levy.law.washington.limit_levels import Component, LimitedLevy
from levy.law.washington.proration import prorate
from tests.law.washington.limited_county import LAW, levies, rates_of, told

RATES = {
    "state": "2.4", "county": "1.8", "road": "2.25", "city": "3.4", "fire": "1.5", "library": "0.5",
    "hospital": "0.75", "ems": "0.5", "conservation_futures": "0.0625", "park": "0.6",
}  # fmt: skip
AREAS = {
    area: tuple(paid.split())
    for area, paid in {
        "city": "state county city library hospital ems conservation_futures port",
        "hills": "state county road fire library hospital ems conservation_futures",
        "coast": "state county road library park ems conservation_futures",
        "mouth": "state county road library hospital park ems",
    }.items()
}


# fmt: off
NOT_KNOWN = [
    ("county",  None,  "it would count against $5.90"),
    ("ems",     D(0),  "it counts against the 1 % limit only"),
]
# fmt: on


@pytest.mark.parametrize("code, inside, because", NOT_KNOWN)
def test_what_counts_against_590_of_a_rate_that_is_not_known(code, inside, because):
    (levy,) = levies({code: "1"})
    proration = prorate([levy._replace(rate=None)], {"A": (code,)}, LAW, maximum_rate=None)
    assert proration.levies[code].aggregate_rate == inside, because


def test_a_county_of_four_areas():
    proration = prorate(levies(RATES), AREAS, LAW, maximum_rate=D("8.6"))
    # $5.90.  city: 0.70 for library and hospital's first 0.50: 0.35 each.  hills: 1.85 of 1.50.
    #   So library 0.35, hospital 0.35 first; hills then has 1.85 - 0.35 - 0.35 - 0.50 = 0.65
    #   for fire's rest of 1.00.  The hospital's other 0.25 has no room in the city (decided first
    #   by code).  coast: 1.85 - 0.35 = 1.50 holds the park; mouth: 1.85 - 0.70 holds it too.
    # 1 %.  city: 2.40 + 5.90 + 0.50 + 0.0625 = 8.8625: 0.2625 too much; level 9, ems rest and
    #   conservation futures, 0.2625 in all, keeps 0.  hills: 2.40 + 5.90 + 0.30 = 8.60 fits.
    assert [told(loss) for loss in proration.losses] == [
        ("library", "aggregate", 7, "city", D("0.15"), ("county", "city", "hospital")),
        ("hospital", "aggregate", 7, "city", D("0.15"), ("county", "city", "library")),
        ("fire", "aggregate", 6, "hills", D("0.35"), ("county", "road", "library", "hospital")),
        ("hospital", "aggregate", 4, "city", D("0.25"), ("county", "city", "library")),
        ("ems", "one_percent", 9, "city", D("0.2"),
         ("state", "county", "city", "library", "hospital")),
        ("conservation_futures", "one_percent", 9, "city", D("0.0625"),
         ("state", "county", "city", "library", "hospital", "ems")),
    ]  # fmt: skip
    assert rates_of(proration) == {
        "state": D("2.4"), "county": D("1.8"), "road": D("2.25"), "city": D("3.4"),
        "fire": D("1.15"), "library": D("0.35"), "hospital": D("0.35"), "ems": D("0.3"),
        "conservation_futures": D(0), "park": D("0.6"),
    }  # fmt: skip
    assert {code: levy.binding for code, levy in proration.levies.items() if levy.binding} == {
        "library": Binding.AGGREGATE, "hospital": Binding.AGGREGATE, "fire": Binding.AGGREGATE,
        "ems": Binding.ONE_PERCENT, "conservation_futures": Binding.ONE_PERCENT,
    }  # fmt: skip
    assert [loss.component for loss in proration.losses][2:5] == [
        Component.FIRE_REST, Component.HOSPITAL_REST, Component.EMS_REST,
    ]  # fmt: skip


def test_a_levy_cut_by_both_limits_is_bound_by_the_one_percent_limit():
    rates = {"state": "4", "county": "1.8", "road": "2.25", "fire": "2"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=D(9))
    # $5.90: 1.85 of 2.00; 1 %: 9.00 - 8.05 = 0.95
    fire = proration.levies["fire"]
    assert (fire.before, fire.rate, fire.binding) == (D(2), D("0.95"), Binding.ONE_PERCENT)
    assert [told(loss) for loss in proration.losses] == [
        ("fire", "aggregate", 6, "A", D("0.15"), ("county", "road")),
        ("fire", "one_percent", 16, "A", D("0.9"), ("state", "county", "road")),
    ]


def test_those_who_fill_the_area_are_named_funded_first_before_last():
    rates = {"flood": "0.5", "cemetery": "0.2", "road": "2.25", "fire": "1.5", "county": "1.8"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    # 5.90 - 4.05 - 1.50 - 0.20 = 0.15 for the flood zone
    assert [told(loss) for loss in proration.losses] == [
        ("flood", "aggregate", 3, "A", D("0.35"), ("road", "county", "fire", "cemetery")),
    ]


def test_errors_are_the_first_to_go_in_the_one_percent_test():
    rates = {"state": "4", "county": "1.8", "fire": "1.7", "transit": "0.5"}
    limited = levies(rates)
    limited[2] = limited[2]._replace(error_rate=D("0.2"))
    # 8.00 in all: the error gives way before transit, which is on level 3
    for maximum, fire, transit in (
        ("7.85", "1.55", "0.5"),
        ("7.8", "1.5", "0.5"),
        ("7.7", "1.5", "0.4"),
    ):
        kept = rates_of(prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(maximum)))
        assert (kept["fire"], kept["transit"]) == (D(fire), D(transit))


def test_a_countys_parts_are_cut_in_the_same_proportion():
    limited = [
        LimitedLevy("state", Component.STATE, D(8)),
        LimitedLevy("county", Component.COUNTY, D("1.5")),
        LimitedLevy("health", Component.COUNTY, D("0.5"), part_of="county"),
    ]
    # county 1.30 + 0.20 above 1.80; 9.80: 0.20 too much is the part above 1.80
    proration = prorate(limited, {"A": ("state", "county", "health")}, LAW, maximum_rate=D("9.8"))
    assert rates_of(proration) == {"state": D(8), "county": D("1.3"), "health": D("0.5")}
    proration = prorate(limited, {"A": ("state", "county", "health")}, LAW, maximum_rate=D("8.9"))
    # 0.90 of 1.80: half of 1.30 and of 0.50
    assert rates_of(proration) == {"state": D(8), "county": D("0.65"), "health": D("0.25")}


def test_a_cut_rate_is_certified_without_its_last_decimals():
    rates = {"county": "1.8", "city": "3.1", "fire": "0.5", "library": "0.5", "hospital": "0.5"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    # 1.00 of 1.50: 0.333333333333
    assert {code: (levy.rate, levy.certified) for code, levy in proration.levies.items()} == {
        "county": (D("1.8"), D("1.8")), "city": (D("3.1"), D("3.1")),
        **dict.fromkeys(("fire", "library", "hospital"), (D("0.333333333333"), D("0.3333333333"))),
    }  # fmt: skip
    four = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None, decimals=4)
    assert four.levies["fire"].certified == D("0.3333")


def test_two_thirds_is_cut_not_rounded():
    rates = {"county": "1.8", "city": "3.6", "road": "0.25", "fire": "0.5", "library": "0.25"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    # 0.25 of 0.75: 0.166666666666|67 and 0.083333333333|33
    assert proration.levies["fire"].rate == D("0.166666666666")
    assert proration.levies["fire"].certified == D("0.1666666666")


def test_within_both_limits_nothing_changes():
    rates = {"state": "2", "county": "1.8", "road": "2.25", "fire": "1.123456789012", "port": "0.4"}
    limited = levies({code: rate for code, rate in rates.items() if code != "port"})
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D("10.4384133611691"))
    assert proration.losses == proration.incomplete == ()
    for levy in limited:
        result = proration.levies[levy.levy]
        assert result.certified is result.rate is result.before is levy.rate
        assert (result.binding, result.protected) == (None, D(0))
    assert {code: levy.aggregate_rate for code, levy in proration.levies.items()} == {
        "state": D(0), "county": D("1.8"), "road": D("2.25"), "fire": D("1.123456789012"),
    }  # fmt: skip


def test_one_percent_waits_for_the_ratios():
    rates = {"state": "9", "county": "1.8", "city": "3.6", "fire": "0.6"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    assert proration.one_percent is None
    assert rates_of(proration) == {
        "state": D(9), "county": D("1.8"), "city": D("3.6"), "fire": D("0.5"),
    }  # fmt: skip


def test_a_rate_that_is_not_known_counts_nothing_and_marks_its_areas():
    rates = {"county": "1.8", "road": "2.25", "fire": "2", "cemetery": "0.1"}
    limited = levies(rates)
    limited[2] = limited[2]._replace(rate=None)
    areas = {"A": ("county", "road", "fire"), "B": ("county", "road", "cemetery")}
    proration = prorate(limited, areas, LAW, maximum_rate=D(10))
    assert proration.incomplete == ("A",)
    unknown = proration.levies["fire"]
    assert (unknown.before, unknown.rate, unknown.certified, unknown.aggregate_rate) == (
        None, None, None, None,
    )  # fmt: skip
    assert proration.levies["cemetery"].certified == D("0.1")


COMPONENTS = [
    each
    for each in Component
    if not each.endswith(("_rest", "_protected")) and each is not Component.LEVY_ERROR
]


@st.composite
def counties(draw):
    tenths = st.integers(0, 30).map(lambda number: D(number) / 10)
    limited = []
    for number in range(draw(st.integers(1, 8))):
        rate = draw(tenths)
        error = min(rate, draw(st.sampled_from([D(0), D("0.1")])))
        protects = draw(st.sampled_from([D(0), D("0.1"), D("0.25")]))
        component = draw(st.sampled_from(COMPONENTS))
        limited.append(LimitedLevy(f"L{number}", component, rate, error, protects))
    names = [levy.levy for levy in limited]
    areas = draw(st.lists(st.lists(st.sampled_from(names), unique=True), min_size=1, max_size=5))
    maximum = D(draw(st.integers(30, 110))) / 10
    return limited, {f"area {place}": tuple(paid) for place, paid in enumerate(areas)}, maximum


@given(counties())
def test_no_area_exceeds_either_limit(county):
    limited, areas, maximum = county
    proration = prorate(limited, areas, LAW, maximum_rate=maximum)
    for area, paid in areas.items():
        aggregate = sum(proration.levies[levy].aggregate_rate for levy in paid)
        everything = sum(proration.levies[levy].certified for levy in paid)
        beyond = proration.aggregate.excess.get(area, D(0))
        assert aggregate <= D("5.9") + beyond
        assert everything <= maximum + proration.one_percent.excess.get(area, D(0))


@given(counties())
def test_what_is_kept_and_what_is_lost_are_the_rate_before(county):
    limited, areas, maximum = county
    proration = prorate(limited, areas, LAW, maximum_rate=maximum)
    for levy in limited:
        result = proration.levies[levy.levy]
        lost = sum(loss.lost for loss in proration.losses if loss.levy == levy.levy)
        assert result.rate + lost == levy.rate
        assert 0 <= result.rate - result.certified < D("1E-10")
        assert (result.binding is None) == (lost == 0)
        assert result.protected <= min(levy.protects, D("0.25"))
        assert 0 <= result.aggregate_rate <= result.certified


@given(counties())
def test_losses_name_those_who_fill_the_area(county):
    limited, areas, maximum = county
    proration = prorate(limited, areas, LAW, maximum_rate=maximum)
    for loss in proration.losses:
        assert loss.levy in areas[loss.area]
        assert loss.levy not in loss.to
        assert set(loss.to) <= set(areas[loss.area])


@pytest.mark.parametrize("limit", [Binding.AGGREGATE, Binding.ONE_PERCENT])
def test_losses_come_in_the_order_of_the_levels(limit):
    proration = prorate(levies(RATES), AREAS, LAW, maximum_rate=D(7))
    numbers = [loss.level for loss in proration.losses if loss.limit is limit]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 1
