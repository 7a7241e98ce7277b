"""Published examples of single rules, in the form in which a conformance file holds them."""

from decimal import Decimal as D
from typing import NamedTuple

import pytest

from levy.law.not_known import NotKnown
from levy.law.washington.conformance.rules import RULES
from levy.law.washington.enrichment_cap import EnrichmentLaw
from levy.params.washington import law
from levy.params.washington.enrichment_law import enrichment_law_if_published


class Published(NamedTuple):
    """The part of a year's law that the enrichment examples ask for."""

    enrichment: EnrichmentLaw | None


def published(tax_year):
    return Published(enrichment_law_if_published(tax_year))


def answered(rule, inputs, law_of=law):
    assert set(inputs) <= set(RULES[rule].inputs), "an input that the rule does not know"
    return RULES[rule].answer(inputs, law_of)


# fmt: off
CASES = [
    ("limit_factor", {"ipd": "0.0257", "population_10000_or_more": True}, {"limit_factor": D("1.01")}, "Department of Revenue, 2025"),
    ("limit_factor", {"ipd": "0.006", "population_10000_or_more": True, "substantial_need": False}, {"limit_factor": D("1.006")}, "Tukwila 2021, no need"),
    ("limit_factor", {"ipd": "0.006", "population_10000_or_more": True, "substantial_need": True, "adopted": "1.01"}, {"limit_factor": D("1.01")}, "Tukwila 2021, need"),
    ("limit_factor", {"ipd": "0.006", "population_10000_or_more": False}, {"limit_factor": D("1.01")}, "a small district"),
    ("extension", {"levy": "COUNTY", "taxable_value": "36331753518", "rate_per_1000": "0.7490000524"}, {"amount": D("27212485.29")}, "Benton 2025, certified"),
    ("refund", {"refunds": "8000", "cancellations": "10000", "abatements": "1000", "supplements": "7000"}, {"net_cancel_abate": D(4000), "refund_levy_eligible": D(12000)}, "WAC 458-19-085, example 1"),
    ("refund", {"allowable_levy": "10000", "refund": "2000", "av": "7000000", "statutory_rate": "1.8"}, {"total": D(12000), "rate": D("1.714285714286"), "within_limit": True, "next_year_base": D(10000)}, "WAC 458-19-085(3)(e)(i)"),
    ("refund", {"allowable_levy": "10000", "refund": "2000", "av": "6500000", "statutory_rate": "1.8"}, {"total": D(11700), "rate": D("1.8"), "within_limit": False, "next_year_base": D(10000)}, "the same at its maximum"),
    ("restoration", {"current_av": "15000000", "increase_since_last_levy_av": "3000000", "last_levy": "10000"}, {"base_av": D(12000000), "rate_per_dollar": D("0.000833"), "added": D(2500), "allowable": D(12500)}, "WAC 458-19-025, text until 2023"),
    ("consolidation", {"limit_factor": "1.01", "components": [{"name": "A", "highest": "100000", "increase_av": "600000", "rate": "0.5"}, {"name": "B", "highest": "150000", "increase_av": "900000", "rate": "0.45"}]}, {"factor_part": D(252500), "growth_part": D(705), "limit": D(253205)}, "WAC 458-19-030(3)"),
    ("annexation", {"highest": "100000", "limit_factor": "1.01", "new_construction_av": "700000", "last_year_rate": "0.5", "annexed_av": "5000000", "rate_absent_annexation": "0.48"}, {"factor_part": D(101000), "growth_part": D(350), "annexed_part": D(2400), "limit": D(103750)}, "WAC 458-19-035(3)"),
    ("fire_district_formation_by_city", {"city_hll": "200390", "fd_levy": "57000", "fd_av": "59375000"}, {"fd_rate": D("0.96"), "levy_130": D("0.5"), "levy_140": D("0.46"), "levy_160": D(0), "city_hll_after": D(143390)}, "WAC 458-19-090"),
    ("fire_district_formation_by_city", {"city_hll": "200390", "fd_levy": "1000", "fd_av": "3000000"}, {"fd_rate": D("0.33"), "levy_130": D("0.33"), "levy_140": D(0), "levy_160": D(0), "city_hll_after": D(199390)}, "its rates have two decimals"),
    ("city_annexed_rate", {"base": "3.6", "fire_rate": "0.402768", "library_rate": "0"}, {"max_city_rate": D("3.197232")}, "WAC 458-19-080(2)"),
    ("city_annexed_rate", {"base": "3.6", "fire_rate": "1.5", "library_rate": None}, {"max_city_rate": D("2.1")}, "a blank takes nothing"),
    ("timber_base", {"tav": "225315", "timber_roll_1983_80pct": "0"}, {"enrichment_tav": D(112658)}, "Kittitas"),
    ("parcel_extension_rounding", {"cases": ["100.005", "100.0051", "100.0049", "0.015"]}, {"results": [D("100.00"), D("100.01"), D("100.00"), D("0.01")]}, "RCW 84.52.080(1)"),
    ("late_certification", {"certified_late": "500000", "prior_year_certified": "450000", "av_certified_12_working_days_before_nov30": True}, {"usable": D(450000)}, "no more than last year"),
    ("late_certification", {"certified_late": "500000", "prior_year_certified": "450000", "av_certified_12_working_days_before_nov30": False}, {"usable": D(500000)}, "the assessor was late"),
    ("earmarked_split", {"total_levy": "28529511.36", "av": "36331753518", "mental_health_rate": "0.025", "veterans_rate": "0.01125"}, {"total_rate": D("0.7852500526"), "current_expense": D("27212485.29"), "mental_health": D("908293.84"), "veterans": D("408732.23")}, "Benton 2025, certified"),
    ("earmarked_split", {"total_levy": "28529511.36", "av": "36167619888", "mental_health_rate": "0.025", "veterans_rate": "0.01125"}, {"total_rate": D("0.7888136253"), "current_expense": D("27218435.14"), "mental_health": D("904190.50"), "veterans": D("406885.72")}, "the same on an older value: the parts' rates add up to ...253"),
    ("joint_district_rate", {"av": {"Klickitat": "144785459", "Benton": "2317136610"}, "levies": {"bond": "4596000.0"}}, {"total_av": D(2461922069), "rates": {"bond": D("1.866834071586")}, "benton_share": {"bond": D("4325709.57")}, "klickitat_share": {"bond": D("270290.43")}}, "Prosser schools 2025"),
    ("school_levy", {"district": "Prosser", "tax_base_bond": "2461922069.0", "tax_base_enrichment": "2461922069.0", "bond": "4596000.0", "capital": "751063.0", "transport": None, "enrichment_certified": "4310440.84", "max_per_pupil_amount": "7836359.0"}, {"bond_rate": D("1.866834071586"), "capital_rate": D("0.305071801198"), "transport_rate": D(0), "statutory_max_2_50": D("6154805.17"), "enrichment_levy": D("4310440.84"), "enrichment_rate": D("1.750843738831")}, "Prosser 2025"),
    ("school_levy", {"district": "none", "tax_base_bond": "0", "tax_base_enrichment": "0", "bond": "1.0", "capital": None, "transport": None, "enrichment_certified": "0", "max_per_pupil_amount": None}, {"bond_rate": D(0), "capital_rate": D(0), "transport_rate": D(0), "statutory_max_2_50": D(0), "enrichment_levy": D(0), "enrichment_rate": D(0)}, "a district without value"),
    ("levy_limit_worksheet_simple", {"base": "14815806", "limit_factor": "1.01", "new_construction_and_utility_av": "56068883", "last_year_rate": "2.58592", "regular_av": "6044327455", "refund": "22559"}, {"factor_levy": D("14963964.06"), "new_construction_levy": D("144989.65"), "limit": D("15108953.71"), "rate": D("2.499691458229"), "allowable": D("15131512.71")}, "Tukwila 2018; King County prints whole dollars"),
    ("levy_limit_worksheet_simple", {"base": "14815806", "limit_factor": "1.01", "new_construction_and_utility_av": "56068883", "last_year_rate": "2.58592", "regular_av": "6044327455"}, {"factor_levy": D("14963964.06"), "new_construction_levy": D("144989.65"), "limit": D("15108953.71"), "rate": D("2.499691458229"), "allowable": D("15108953.71")}, "the same without a refund"),
    ("levy_limit_worksheet_simple", {"base": "3601896", "limit_factor": "1.01", "new_construction_av": "21148037", "last_year_rate": "1.8", "state_assessed_av_current": "256923707", "state_assessed_av_prior": "260975262"}, {"limit": D("3675981.43"), "statutory_max_rate": D("1.8")}, "Adams County 2017: a fall of state-assessed value takes nothing"),
    ("state_levy_apportionment", {"real_av": "3091924122.2901278", "real_ratio": "80.2", "personal_av": "446883575.40449613", "personal_ratio": "96.8", "financial_fifth_balance": "11030", "refund_levy": "343.05", "prior_year_adjustment": "143317.72340866737", "state_actual_value": "2256089387018.528", "state_levy": "3123765249.092568"}, {"real_actual": D("3855266985.39916185"), "personal_actual": D("461656586.16166956"), "total_actual": D("4316923571.56083141"), "combined_ratio": D("81.9752223784478"), "levy": D("5977181.54"), "approx_local_rate": D("1.689"), "grand_total": D("6131872.31")}, "Adams County 2025"),
]
KENNEWICK = {
    "highest_lawful_levy_since_1985": "15524655.01", "limit_factor": "1.01", "new_construction_av": "207283530",
    "last_year_levy_rate": "1.324557023338", "state_assessed_av_current": "111282319", "state_assessed_av_prior": "101761715",
    "av_excluding_annexed": "12108599378", "annexed_av": "1658800", "statutory_base_rate": "3.6", "less_library_rate": "0.238046340675",
    "plus_firefighter_pension_rate": "0.225", "prior_year_actual_levy": "15398785", "resolution_dollar_increase": "155527.73",
    "resolution_percent_increase": "0.0101", "refund_amount": "11321", "certified_amount": "15800172", "form_version": "Oct-2024",
}
ERROR = {**KENNEWICK, "under_levied": "30000000", "certified_amount": "60000000", "error_year": "2024", "district_caused_error": "No"}
WORKSHEETS = [
    # inputs                                                     line                     value                because
    (KENNEWICK,                                                  "A_hll_times_factor",    D("15679901.56"),    "Kennewick 2025"),
    (KENNEWICK,                                                  "H_limit_incl_annex",    D("15969258.39"),    "its levy limit"),
    (KENNEWICK,                                                  "I_statutory_rate",      D("3.586953659325"), "3.60 - library + pension"),
    (KENNEWICK,                                                  "p2P_rate",              D("1.304693241694"), "15 digits first"),
    (KENNEWICK,                                                  "L1_regular_tav",        D(12110258178),      "annexed land included"),
    (KENNEWICK,                                                  "L4_excess_base",        D(12110258178),      "no seniors, no timber on this form"),
    ({**KENNEWICK, "senior_exempt_av": "258178", "timber_assessed_value": "58178"}, "L4_excess_base", D(12110058178), "less seniors, plus timber"),
    ({**KENNEWICK, "bond_levy_amount": "12110258.18"},           "bond_rate",             D("1.000000000165"), "the bond on that base"),
    ({**KENNEWICK, "excess_levy_amount": "12110258.18"},         "excess_rate",           D("1.000000000165"), "an excess levy on it"),
    ({**KENNEWICK, "resolution_dollar_increase": None, "resolution_percent_increase": None}, "p2F_authorized", None, "a blank resolution is not known"),
    ({**KENNEWICK, "certified_amount": None},                    "p2L",                   D("15854990.56"),    "a blank request binds nothing"),
    ({**KENNEWICK, "prior_year_actual_levy": None},              "p2A_plus_dollars",      D("155527.73"), "no levy last year: the increase alone"),
    ({**KENNEWICK, "av_excluding_annexed": None},                "L1_regular_tav",        D(1658800), "annexed land alone"),
    ({**KENNEWICK, "statutory_base_rate": None},                 "I_statutory_rate",      D(0), "a blank base rate leaves nothing"),
    ({"av_excluding_annexed": "1144718684", "statutory_base_rate": "1.5", "form_version": "older"}, "I_statutory_amount", D("1717078.03"), "Fire 2: an empty page 1"),
    (ERROR,                                                      "p2P_amount",            D("45854990.56"),    "an error of 2024, not its own: above the maximum"),
    ({**ERROR, "district_caused_error": "Yes"},                  "p2P_amount",            D("43438934.89"),    "its own: capped at the maximum"),
    ({**ERROR, "error_year": "2023"},                            "p2P_amount",            D("43438934.89"),    "of 2023: capped as well"),
    ({**ERROR, "certified_amount": "15800172"},                  "p2P_amount",            D(15800172),       "this form caps at the amount certified"),
    ({**ERROR, "certified_amount": "15800172", "form_version": "pre-2024"}, "p2P_amount", D(45800172),       "the older form does not"),
]
# fmt: on


@pytest.mark.parametrize("rule, inputs, expected, because", CASES)
def test_an_example(rule, inputs, expected, because):
    assert answered(rule, inputs) == expected, because


NO_YEAR = [
    (rule, inputs)
    for rule, inputs in [
        *((rule, inputs) for rule, inputs, _, _ in CASES),
        ("levy_limit_worksheet", KENNEWICK),
        ("aggregate_5_90", {"rates": {}}),
        ("constitutional_1pct", {"rates": {}, "real_ratio": "90", "personal_ratio": "90"}),
        ("max_effective_rate", {"real_ratio": "90", "personal_ratio": "90"}),
    ]
    if "year" not in inputs
]


@pytest.mark.parametrize("rule, inputs", NO_YEAR)
def test_an_example_that_names_no_year_is_of_2025(rule, inputs):
    asked = []

    def law_of(tax_year):
        asked.append(tax_year)
        return law(tax_year)

    answered(rule, inputs, law_of)
    assert set(asked) <= {2025}


@pytest.mark.parametrize("inputs, line, value, because", WORKSHEETS)
def test_a_worksheet(inputs, line, value, because):
    assert answered("levy_limit_worksheet", inputs)[line] == value, because


# fmt: off
PER_PUPIL = [
    ({"base": "2500", "fte_lt_40000": True,  "year": "2025", "per_pupil_published": "3247.33"}, D("3247.33"), "a smaller district"),
    ({"base": "3000", "fte_lt_40000": False, "year": "2025", "per_pupil_published": "3896.8"},  D("3896.80"), "a large one"),
    ({"fte_lt_40000": True, "year": "2025", "per_pupil_published": "1.00"},                     D("3247.33"), "what the example says is not what is answered"),
]
# fmt: on


@pytest.mark.parametrize("inputs, each, because", PER_PUPIL)
def test_per_pupil(inputs, each, because):
    assert answered("enrichment_cap", inputs, published) == {"per_pupil": each}, because


def test_a_later_year_per_pupil_is_refused_with_the_file_to_edit():
    with pytest.raises(NotKnown, match=r"per pupil of 2026 \(levy/params/.*0531.toml\)"):
        answered("enrichment_cap", {"fte_lt_40000": True, "year": "2026"}, published)
