"""The $5.90 limit in one area: every level, exact fits, protection, what it does not count."""

from decimal import Decimal as D

import pytest

from levy.law.washington.aggregate_limit import aggregate_limit, protected_pieces
from levy.law.washington.limit_levels import pieces_of
from levy.law.washington.proration import prorate
from tests.law.washington.limited_county import LAW, levies, rates_of, told

# County and road at their maximum leave 5.90 - 1.80 - 2.25 = 1.85.
COUNTY = {"county": "1.8", "road": "2.25"}
# With the first 0.50 of three districts, 0.35 is left.
LEVEL_7 = {**COUNTY, "fire": "0.5", "library": "0.5", "hospital": "0.5"}

# fmt: off
CASES = [
    # rates by levy, what the cut ones keep, because
    ({**LEVEL_7, "cemetery": "0.35"}, {},
     "4.05 + 1.50 + 0.35 = 5.90: what fits exactly is not cut"),
    ({**LEVEL_7, "cemetery": "0.35", "flood": "0.1"}, {"flood": "0"},
     "an exact fit leaves nothing for the level below, and is not cut itself"),
    ({"county": "1.8", "city": "3.6", "fire": "0.5", "library": "0.5", "rfa": "0.5", "hospital": "0.25",
      "metropolitan_park_before_2002": "0.25", "cemetery": "0.1"},
     # level 7: 5.90 - 5.40 = 0.50 of 2.00, a quarter of each
     {"fire": "0.125", "library": "0.125", "rfa": "0.125", "hospital": "0.0625",
      "metropolitan_park_before_2002": "0.0625", "cemetery": "0"},
     "level 7 is shared pro rata and the level below gets nothing"),
    ({**COUNTY, "fire": "1.5", "library": "0.5", "rfa": "0.8", "hospital": "0.75"},
     # level 7: 1.85 - 0.50 × 4 is below 0: factor 1.85 / 2.00 = 0.925
     {"fire": "0.4625", "library": "0.4625", "rfa": "0.4625", "hospital": "0.4625"},
     "where level 7 does not fit, no rest of any rate is left"),
    ({**COUNTY, "fire": "1.5", "library": "0.5", "rfa": "0.8"},
     # level 7: 1.85 - 1.50 = 0.35; level 6: 1.00 + 0.30 = 1.30, factor 0.35 / 1.30
     # fire 0.50 + 0.35/1.30 = 0.2692307692307…, rfa 0.50 + 0.105/1.30 = 0.0807692307692…
     {"fire": "0.769230769230", "rfa": "0.580769230769"},
     "level 6 loses before any first 0.50, cut at 12 decimals"),
    ({**LEVEL_7, "metropolitan_park": "0.75", "cemetery": "0.1"},
     # level 5: 0.35 of the first 0.50; level 4 nothing
     {"metropolitan_park": "0.35", "cemetery": "0"},
     "level 5 is a metropolitan park formed in 2002 or later"),
    ({**COUNTY, "fire": "0.5", "library": "0.5", "hospital": "0.75", "cemetery": "0.1125", "other_junior": "0.2"},
     # level 4: 0.35 of 0.25 + 0.1125 + 0.20 = 0.5625, factor 0.62222…
     # 0.0875/0.5625 = 0.1555…, 0.039375/0.5625 = 0.07, 0.07/0.5625 = 0.12444…
     {"hospital": "0.655555555555", "cemetery": "0.07", "other_junior": "0.124444444444"},
     "level 4 is the rest of a hospital with cemeteries and all other juniors"),
    ({**COUNTY, "fire": "0.5", "library": "0.5", "metropolitan_park_before_2002": "0.75",
      "airport": "0.25", "mosquito": "0.2"},
     # level 4: 0.35 of 0.70, half of each
     {"metropolitan_park_before_2002": "0.625", "airport": "0.125", "mosquito": "0.1"},
     "the rest of an older metropolitan park, airports and mosquito districts are on level 4"),
    ({**LEVEL_7, "cemetery": "0.1125", "flood": "0.5", "park": "0.1"},
     # level 4: 0.35 - 0.1125 = 0.2375; level 3 gets that
     {"flood": "0.2375", "park": "0"},
     "level 3 is a flood control zone"),
    ({**LEVEL_7, "cemetery": "0.1125", "other_junior": "0.2", "park": "0.6", "park_service_area": "0.15",
      "cultural_arts": "0.25", "city_transport": "0.25"},
     # level 4: 0.35 - 0.3125 = 0.0375; level 2: 0.0375 of 1.25, factor 0.03
     {"park": "0.018", "park_service_area": "0.0045", "cultural_arts": "0.0075", "city_transport": "0.0075"},
     "level 2 is parks, cultural arts and city transport"),
    ({**LEVEL_7, "park": "0.3", "cultural_access": "0.1"}, {"cultural_access": "0.05"},
     "level 1, cultural access, is the first of the form to lose: 0.35 - 0.30 = 0.05"),
    ({**COUNTY, "fire": "0.5", "hospital": "0.5", "library": "0.6", "park": "0.2", "cultural_access": "0.1"},
     # 5.95: 0.05 too much
     {"library": "0.55"},
     "a rural library above 0.50 loses that first, before level 1 (RCW 84.52.063)"),
    ({"county": "2", "road": "2.05", "fire": "0.5", "hospital": "0.5", "library": "0.6", "park": "0.3"},
     # 5.95: 0.05 too much, and the county is 0.20 above 1.80
     {"county": "1.95"},
     "nobody is reduced because of a county above 1.80 (RCW 84.52.043(1))"),
    ({"county": "2", "road": "2.05", "fire": "1", "hospital": "0.5", "library": "0.6"},
     # without the county's 0.20 still 5.95: the library's 0.10 keeps 0.05
     {"county": "1.8", "library": "0.55"},
     "what a county at 1.80 would also cost others, they do lose"),
    ({"state": "3", "port": "0.45", **LEVEL_7, "ems": "0.5", "ferry": "0.75", "transit": "0.075", "rta": "0.25",
      "conservation_futures": "0.0625", "affordable_housing": "0.5", "criminal_justice": "0.5",
      "county_hospital": "0.2", "island_park": "0.6", "cemetery": "0.35"}, {},
     "the state, ports, emergency medical and the levies listed in .043(2) do not count"),
]
# fmt: on


@pytest.mark.parametrize("rates, cut, because", CASES)
def test_one_area(rates, cut, because):
    limited = levies({name: rate for name, rate in rates.items() if name != "port"})
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=None)
    expected = {levy.levy: D(cut.get(levy.levy, rates[levy.levy])) for levy in limited}
    assert rates_of(proration) == expected, because
    assert {loss.levy for loss in proration.losses} == set(cut), because


def test_dissolved_districts_levy_is_never_cut():
    rates = {"county": "1.8", "dissolved": "0.5", "road": "2.25", "fire": "1.5"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    # 5.90 - 4.55 = 1.35 for 0.50 and 1.00
    assert proration.levies["fire"].rate == D("1.35")
    assert proration.aggregate.excess == {}


def test_seniors_alone_beyond_the_limit_are_reported_and_not_cut():
    rates = {"county": "1.8", "city": "4.2", "fire": "0.5", "cemetery": "0.1"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    assert proration.aggregate.excess == {"A": D("0.1")}
    assert rates_of(proration) == {
        "county": D("1.8"), "city": D("4.2"), "fire": D(0), "cemetery": D(0),
    }  # fmt: skip


def protecting_levies(rates, name, rate):
    return [
        levy._replace(protects=D(rate)) if levy.levy == name else levy for levy in levies(rates)
    ]


# fmt: off
PROTECTION = [
    # levy, its rate, protects, certified, protected, lost, because
    ("fire", "1.5", "0",    "0.85", "0",    "0.65", "nothing is protected: 1.85 - 0.50 - 0.50 = 0.85"),
    ("fire", "1.5", "0.25", "1.10", "0.25", "0.40", "0.25 of what was cut is levied outside"),
    ("fire", "1.5", "0.60", "1.10", "0.25", "0.40", "no more than 0.25 (RCW 84.52.125)"),
    ("fire", "1.0", "0.25", "1.0",  "0.15", "0",    "no more than was cut: 1.00 - 0.85"),
    ("fire", "0.8", "0.25", "0.8",  "0",    "0",    "what would not be cut is not protected"),
    ("rfa",  "1.0", "0.10", "0.95", "0.10", "0.05", "a fire authority protects what it elects"),
]
# fmt: on


@pytest.mark.parametrize("levy, rate, protects, certified, protected, lost, because", PROTECTION)
def test_protected_fire(levy, rate, protects, certified, protected, lost, because):
    rates = {**COUNTY, "library": "0.5", "hospital": "0.5", levy: rate}
    limited = protecting_levies(rates, levy, protects)
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    result = proration.levies[levy]
    assert result.certified == D(certified), because
    assert result.protected == D(protected), because
    assert sum(loss.lost for loss in proration.losses) == D(lost), because
    assert result.aggregate_rate == D(certified) - D(protected), because


# fmt: off
OTHER_PROTECTION = [
    # rates, who protects, after: rates and protected, because
    ({**LEVEL_7, "flood": "0.5", "cemetery": "0.2"}, "flood", "0.40", "0.25",
     "a flood zone keeps 0.15 inside and 0.25 outside (RCW 84.52.816)"),
    ({**LEVEL_7, "metropolitan_park": "0.75"}, "metropolitan_park", "0.60", "0.25",
     "a metropolitan park protects its other 0.25, not its first 0.50 (RCW 84.52.120)"),
    ({"county": "1.8", "city": "3.6", "library": "0.5", "fire": "0.5"}, "fire", "0.25", "0",
     "a fire district's first 0.50 is not protected"),
    ({**LEVEL_7, "cemetery": "0.5"}, "cemetery", "0.35", "0", "a cemetery has no protection"),
]
# fmt: on


@pytest.mark.parametrize("rates, levy, kept, protected, because", OTHER_PROTECTION)
def test_who_may_protect(rates, levy, kept, protected, because):
    limited = protecting_levies(rates, levy, "0.25")
    result = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(1000)).levies[levy]
    assert (result.certified, result.protected) == (D(kept), D(protected)), because


def test_a_lost_first_part_is_told_apart_from_a_protected_rest():
    rates = {"county": "1.8", "city": "3.85", "fire": "0.7"}
    limited = protecting_levies(rates, "fire", "0.25")
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    # 0.25 of the first 0.50 has room; the other 0.20 is all protected
    assert [told(loss) for loss in proration.losses] == [
        ("fire", "aggregate", 7, "A", D("0.25"), ("county", "city")),
    ]
    assert proration.levies["fire"].certified == D("0.45")


def test_a_protected_rate_alone_counts_nothing_against_the_limit():
    rates = {"county": "1.8", "city": "4.1", "fire": "0.623456789012"}
    limited = protecting_levies(rates, "fire", "0.25")
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    fire = proration.levies["fire"]
    assert (fire.rate, fire.certified) == (D("0.123456789012"), D("0.1234567890"))
    assert fire.aggregate_rate == 0
    assert proration.aggregate.excess == {}, "seniors that fit exactly are not beyond the limit"


def test_who_protects_nothing_has_no_protected_piece():
    rates = {**COUNTY, "fire": "3"}
    aggregate = aggregate_limit(pieces_of(levies(rates), LAW), {"A": tuple(rates)}, LAW)
    assert protected_pieces(aggregate, levies(rates), LAW) == {}


def test_protection_costs_nobody_anything():
    rates = {**COUNTY, "fire": "1.5", "library": "0.5", "rfa": "0.8"}
    bare = levies(rates)
    protecting = protecting_levies(rates, "fire", "0.25")
    before = prorate(bare, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    after = prorate(protecting, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    assert after.levies["fire"].certified == before.levies["fire"].certified + D("0.25")
    assert after.levies["rfa"] == before.levies["rfa"]


def test_a_protected_rate_is_cut_by_the_one_percent_limit_before_everything_senior_to_it():
    rates = {**COUNTY, "library": "0.5", "hospital": "0.5", "fire": "1.0", "ems": "0.5"}
    limited = protecting_levies(rates, "fire", "0.25")
    # After $5.90 the area pays 5.90 + 0.15 protected + 0.50 = 6.55.
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D("6.45"))
    assert rates_of(proration) == {name: D(rate) for name, rate in rates.items()} | {
        "fire": D("0.9")
    }
    assert [told(loss) for loss in proration.losses] == [
        (
            "fire",
            "one_percent",
            4,
            "A",
            D("0.10"),
            ("county", "road", "library", "hospital", "ems"),
        ),
    ]


def test_a_levy_error_is_outside_the_limit():
    rates = {**LEVEL_7, "cemetery": "0.45"}
    limited = [
        each._replace(error_rate=D("0.1")) if each.levy == "cemetery" else each
        for each in levies(rates)
    ]
    proration = prorate(limited, {"A": tuple(rates)}, LAW, maximum_rate=D(1000))
    assert proration.levies["cemetery"].rate == D("0.45")
    assert proration.levies["cemetery"].aggregate_rate == D("0.35")
