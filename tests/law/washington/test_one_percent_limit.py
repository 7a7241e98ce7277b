"""The 1 % limit in one area: every level of the form, and what comes before its first level."""

from decimal import Decimal as D

import pytest

from levy.law.washington.limit_levels import Component, Piece, pieces_of
from levy.law.washington.one_percent_limit import one_percent_limit
from tests.law.washington.limited_county import LAW, levies

# fmt: off
CASES = [
    # maximum, rates, what the cut ones keep, because
    ("6", {"state": "2.4", "county": "1.8", "road": "2.25", "rta": "0.25", "fire": "1"},
     # 6.00 - 2.40 = 3.60 of 4.30: 6.48/4.3 = 1.5069767441860…, 8.1/4.3 = 1.8837209302325…, 0.9/4.3 = 0.2093023255813…
     {"county": "1.506976744186", "road": "1.883720930232", "rta": "0.209302325581", "fire": "0"},
     "18: the state's levy comes before county, road and transit authority"),
    ("4", {"state": "3", "dissolved": "0.5", "city": "1.5", "ems": "0.5"},
     {"dissolved": "0.25", "city": "0.75", "ems": "0"},
     "18: a dissolved district's levy and cities"),
    ("3", {"state": "2", "fire": "1.5", "rfa": "0.5", "library": "0.5", "hospital": "0.75",
           "metropolitan_park_before_2002": "0.5"},
     # 1.00 of 2.50: 0.40 of each
     {"fire": "0.2", "rfa": "0.2", "library": "0.2", "hospital": "0.2", "metropolitan_park_before_2002": "0.2"},
     "17: the first 0.50 of five kinds"),
    ("3.75", {"state": "2", "fire": "1.5", "rfa": "1", "metropolitan_park": "0.5"},
     # 1.75 - 1.00 = 0.75 of 1.00 + 0.50: half
     {"fire": "1", "rfa": "0.75", "metropolitan_park": "0"},
     "16: the rest of fire districts and authorities"),
    ("2.2", {"state": "2", "metropolitan_park": "0.75", "cemetery": "0.1"},
     {"metropolitan_park": "0.2", "cemetery": "0"},
     "15: the first 0.50 of a metropolitan park formed in 2002 or later"),
    ("3.35", {"state": "2", "hospital": "0.75", "metropolitan_park": "0.75", "cemetery": "0.1", "airport": "0.04",
              "mosquito": "0.03", "other_junior": "0.03", "flood": "0.5"},
     # 1.35 - 1.00 = 0.35 of 0.70: half
     {"hospital": "0.625", "metropolitan_park": "0.625", "cemetery": "0.05", "airport": "0.02", "mosquito": "0.015",
      "other_junior": "0.015", "flood": "0"},
     "14: hospital and park rests, cemeteries, other juniors"),
    ("2.3", {"state": "2", "flood": "0.5", "park": "0.1"}, {"flood": "0.3", "park": "0"},
     "13: flood control zones"),
    ("2.5", {"state": "2", "park": "0.4", "park_service_area": "0.2", "cultural_arts": "0.2", "city_transport": "0.2",
             "cultural_access": "0.1"},
     {"park": "0.2", "park_service_area": "0.1", "cultural_arts": "0.1", "city_transport": "0.1",
      "cultural_access": "0"},
     "12: parks, cultural arts, city transport"),
    ("2.04", {"state": "2", "cultural_access": "0.1", "ems": "0.3"}, {"cultural_access": "0.04", "ems": "0"},
     "11: cultural access"),
    ("2.1", {"state": "2", "ems": "0.5", "conservation_futures": "0.05"}, {"ems": "0.1", "conservation_futures": "0"},
     "10: the first 0.30 of emergency medical"),
    ("2.5", {"state": "2", "ems": "0.5", "conservation_futures": "0.0625", "affordable_housing": "0.1",
             "county_hospital": "0.0375", "island_park": "0.2"},
     # 0.50 - 0.30 = 0.20 of 0.20 + 0.0625 + 0.10 + 0.0375 = 0.40: half
     {"ems": "0.4", "conservation_futures": "0.03125", "affordable_housing": "0.05", "county_hospital": "0.01875",
      "island_park": "0"},
     "9: the rest of emergency medical, conservation futures, affordable housing, county hospital"),
    ("2.1", {"state": "2", "island_park": "0.2", "ferry": "0.1"}, {"island_park": "0.1", "ferry": "0"},
     "8: a park district on an island"),
    ("2.1", {"state": "2", "ferry": "0.2", "criminal_justice": "0.1"}, {"ferry": "0.1", "criminal_justice": "0"},
     "6: ferry"),
    ("2.1", {"state": "2", "criminal_justice": "0.2", "transit": "0.075"}, {"criminal_justice": "0.1", "transit": "0"},
     "5: criminal justice"),
    ("2.05", {"state": "2", "transit": "0.075", "library": "0.02"}, {"transit": "0.03"},
     "3: transit is cut before a library below 0.50"),
    ("2.9", {"state": "2", "library": "0.6", "transit": "0.35"}, {"library": "0.55"},
     "0: a rural library above 0.50 is cut before transit"),
    ("4.1", {"state": "2", "county": "2", "library": "0.6"}, {"county": "1.8", "library": "0.3"},
     "-1: the county above 1.80 before all others"),
    ("4.2", {"state": "2", "county": "2", "library": "0.3"}, {"county": "1.9"},
     "-1: and no further than is needed"),
    ("2.5", {"state": "2", "library": "0.5"}, {}, "what fits exactly is not cut, as the form's > 0 would"),
    ("10.4384133611691", {"state": "6.4384133611691", "library": "0.5", "ems": "3.5"},
     {}, "10.4384133611691 to the last digit"),
]
# fmt: on


@pytest.mark.parametrize("maximum, rates, cut, because", CASES)
def test_one_area(maximum, rates, cut, because):
    pieces = pieces_of(levies(rates), LAW)
    allocation = one_percent_limit(pieces, {"A": tuple(rates)}, LAW, D(maximum))
    kept = dict.fromkeys(rates, D(0))
    for piece, rate in allocation.rates_left.items():
        kept[piece.levy] += rate
    assert kept == {name: D(cut.get(name, rate)) for name, rate in rates.items()}, because
    assert {piece.levy for piece in allocation.deciding_areas} == set(cut), because


# fmt: off
LOWEST = [
    # levies senior to junior, each 0.2 of its component; 0.1 too much
    (7, "metropolitan_park_protected", "ferry"),
    (4, "fire_protected", "transit"),
    (2, "flood_protected", "levy_error"),
    (1, "levy_error", "library_rest"),
]
# fmt: on


@pytest.mark.parametrize("number, senior, junior", LOWEST)
def test_components_that_no_district_is(number, senior, junior):
    pieces = {
        Piece("state", Component.STATE): D(2),
        Piece("senior", Component(senior)): D("0.2"),
        Piece("junior", Component(junior)): D("0.2"),
    }
    allocation = one_percent_limit(pieces, {"A": ("state", "senior", "junior")}, LAW, D("2.1"))
    assert [allocation.rates_left[piece] for piece in pieces] == [D(2), D("0.1"), D(0)]
    assert [level.number for level in allocation.levels if senior in level.components] == [number]


def test_the_state_is_never_cut():
    rates = {"state": "3", "county": "1"}
    allocation = one_percent_limit(
        pieces_of(levies(rates), LAW), {"A": ("state", "county")}, LAW, D("2.5")
    )
    assert [(piece.levy, rate) for piece, rate in allocation.rates_left.items()] == [
        ("state", D(3)),
        ("county", D(0)),
    ]
    assert allocation.excess == {"A": D("0.5")}
