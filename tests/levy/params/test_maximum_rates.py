"""The maximum rates of every kind of levy, and the terms and thresholds, each in its statute's file."""

from decimal import Decimal as D

import pytest

from levy.errors import ParameterMissing
from levy.params.reading import parameter
from levy.params.washington.enrichment_law import enrichment_law, enrichment_law_if_published

# fmt: off
CASES = [
    # statute           name                          value          because
    ("rcw_84_52_065",   "state_aggregate",            D("3.60"),     "both parts, on market value"),
    ("rcw_84_52_043",   "county",                     D("1.80"),     "county"),
    ("rcw_84_52_043",   "county_raised",              D("2.475"),    "county, its road levying less"),
    ("rcw_84_52_043",   "county_and_road",            D("4.05"),     "both together"),
    ("rcw_84_52_043",   "road",                       D("2.25"),     "road"),
    ("rcw_84_52_043",   "city_alone",                 D("3.375"),    "a city outside any district"),
    ("rcw_27_12_390",   "city",                       D("3.60"),     "a city in a fire or library district"),
    ("rcw_41_16_060",   "firefighter_pension",        D("0.225"),    "on top for a pension fund"),
    ("rcw_71_20_110",   "mental_health",              D("0.025"),    "two and a half cents"),
    ("rcw_73_08_080",   "veterans_least",             D("0.01125"),  "one and an eighth cents"),
    ("rcw_73_08_080",   "veterans_most",              D("0.27"),     "twenty-seven cents"),
    ("rcw_52_16",       "fire",                       D("1.50"),     "three levies"),
    ("rcw_52_16",       "fire_each",                  D("0.50"),     "each of the three"),
    ("rcw_52_18_065",   "fire_with_benefit_charge",   D("1.00"),     "two of them"),
    ("rcw_52_26_140",   "rfa",                        D("1.50"),     "three levies"),
    ("rcw_52_26_140",   "rfa_each",                   D("0.50"),     "each of the three"),
    ("rcw_84_52_069",   "ems",                        D("0.50"),     "emergency medical"),
    ("rcw_27_12",       "library",                    D("0.50"),     "library"),
    ("rcw_84_52_063",   "library_market_value",       D("0.50"),     "rural library, on market value"),
    ("rcw_70_44_060",   "hospital",                   D("0.75"),     "hospital"),
    ("rcw_70_44_060",   "hospital_first",             D("0.50"),     "its first levy"),
    ("rcw_35_61_210",   "metropolitan_park",          D("0.75"),     "metropolitan park"),
    ("rcw_35_61_210",   "metropolitan_park_first",    D("0.50"),     "its first levy"),
    ("rcw_68_52_310",   "cemetery",                   D("0.1125"),   "cemetery"),
    ("rcw_36_69_145",   "park",                       D("0.60"),     "park and recreation district"),
    ("rcw_36_68_525",   "park_service_area",          D("0.60"),     "0.15 is old law"),
    ("rcw_86_15_160",   "flood",                      D("0.50"),     "flood control zone"),
    ("rcw_53_36_020",   "port",                       D("0.45"),     "port"),
    ("rcw_53_36_160",   "industrial_development",     D("0.45"),     "and again for industry"),
    ("rcw_53_36_160",   "rate_of_period",             D("2.70"),     "six years of it"),
    ("rcw_53_36_160",   "longest_period",             D(20),         "years"),
    ("rcw_54_16_080",   "pud",                        D("0.45"),     "public utility"),
    ("rcw_84_34_230",   "conservation_futures",       D("0.0625"),   "conservation futures"),
    ("rcw_84_52_105",   "affordable_housing",         D("0.50"),     "affordable housing"),
    ("rcw_36_54_130",   "ferry",                      D("0.75"),     "ferry"),
    ("rcw_36_54_130",   "ferry_large_county",         D("0.075"),    "ferry, large county"),
    ("rcw_84_52_135",   "criminal_justice",           D("0.50"),     "criminal justice"),
    ("rcw_84_52_135",   "criminal_justice_most_people", D(90_000),   "only in a small county"),
    ("rcw_84_52_140",   "transit",                    D("0.075"),    "county transit"),
    ("rcw_81_104_175",  "rta",                        D("0.25"),     "regional transit"),
    ("rcw_67_38_130",   "cultural_arts",              D("0.25"),     "cultural arts, stadium"),
    ("rcw_36_62_090",   "county_hospital",            D("0.20"),     "county hospital"),
    ("rcw_14_08_290",   "airport",                    D("0.75"),     "airport"),
    ("rcw_17_28",       "mosquito_excess",            D("0.25"),     "mosquito control, excess"),
    ("rcw_84_52_0531",  "enrichment_rate",            D("2.50"),     "school enrichment"),
    ("rcw_84_52_0531",  "large_district",             D(40_000),     "students of a large one"),
    ("rcw_84_52_018",   "threshold",                  D("0.0025"),   "a quarter percent"),
    ("rcw_84_52_018",   "interest",                   D("0.09"),     "nine percent a year"),
    ("rcw_84_52_069",   "shorter_term",               D(6),          "years"),
    ("rcw_84_52_069",   "longer_term",                D(10),         "years"),
    ("rcw_84_52_069",   "first_approval",             D("0.60"),     "three fifths"),
    ("rcw_84_52_069",   "renewal",                    D("0.50"),     "a majority"),
    ("rcw_84_52_070",   "working_days",               D(12),         "before November 30"),
    ("rcw_84_52_085",   "look_back",                  D(3),          "years"),
    ("rcw_84_52_085",   "most_instalments",           D(3),          "years"),
    ("rcw_84_55_015",   "long_absence",               D(7),          "years"),
    ("rcw_84_55_050",   "longest_lift",               D(6),          "years"),
    ("rcw_84_55_050",   "longest_bond_lift",          D(9),          "years"),
    ("rcw_84_55_050",   "longest_bond_lift_thurston", D(25),         "years in Thurston County"),
]
# fmt: on


@pytest.mark.parametrize("tax_year", [2024, 2025, 2026])
@pytest.mark.parametrize("statute, name, value, because", CASES)
def test_parameter(statute, name, value, because, tax_year):
    assert parameter(f"washington/{statute}.toml", name, tax_year) == value, because


@pytest.mark.parametrize("tax_year", [2023, 2027])
@pytest.mark.parametrize("statute, name", [case[:2] for case in CASES])
def test_a_year_outside_is_refused_with_the_file_to_edit(statute, name, tax_year):
    expected = f"No {name} for tax year {tax_year}: .*levy/params/washington/{statute}.toml"
    with pytest.raises(ParameterMissing, match=expected):
        parameter(f"washington/{statute}.toml", name, tax_year)


def test_the_amounts_per_pupil_of_2025():
    assert enrichment_law(2025) == (D(40_000), D("3247.33"), D("3896.80"))
    assert enrichment_law_if_published(2025) == enrichment_law(2025)


def test_a_later_year_is_not_guessed():
    assert enrichment_law_if_published(2026) is None
    with pytest.raises(ParameterMissing, match="No per_pupil for tax year 2026"):
        enrichment_law(2026)
