"""The conformance rules of the limits, on published figures of Benton County, 2025."""

from decimal import Decimal as D
from types import SimpleNamespace

import pytest

from levy.law.washington.conformance.rules import RULES
from levy.params.washington.limit_law import limit_law


def law_of(tax_year):
    return SimpleNamespace(limits=limit_law(tax_year))


def test_aggregate_of_an_area_within_the_limit():
    rates = {
        "county": "0.788813625236", "city": "0.7143547026", "fire_first50": "0.5",
        "library": "0.2380463407", "hospital_first50": "0.2556013208", "fire_rest": "1.0",
        "hospital_rest": "0.0",
    }  # fmt: skip
    answer = RULES["aggregate_5_90"].answer({"tca": "B-1", "rates": rates}, law_of)
    final = {name: D(rate) for name, rate in rates.items()}
    # The county's own sheet has 2.9968…: its "0.50" is text, which SUM skips.
    assert answer == {
        **final, "final": final, "aggregate_original": D("3.496815989336"), "over_limit": False,
    }  # fmt: skip


def test_aggregate_of_an_area_over_the_limit():
    rates = {
        "county": "1.8", "road": "2.25", "fire_first50": "0.5", "library": "0.5",
        "hospital_first50": "0.5", "cemetery": "0.1125", "other_junior": "0.2", "park": "0.6",
        "prsa": "0.15",
    }  # fmt: skip
    answer = RULES["aggregate_5_90"].answer({"rates": rates, "tax_year": 2025}, law_of)
    assert answer["over_limit"] is True
    assert (answer["park"], answer["prsa"]) == (D("0.03"), D("0.0075"))
    assert answer["final"]["other_junior"] == D("0.2")


def test_exactly_5_90_is_not_over():
    rates = {"county": "1.8", "city": "3.6", "rfa_first50": "0.5"}
    answer = RULES["aggregate_5_90"].answer({"rates": rates}, law_of)
    assert (answer["aggregate_original"], answer["over_limit"]) == (D("5.9"), False)


ONE_PERCENT = {
    "State Levy Part 1": "1.474393402", "State Levy Part 2": "0.7936316745",
    "County General": "0.7852500526", "City": "0.7143547026", "Fire District (up to 50¢)": "0.5",
    "Library District": "0.2380463407", "Public Hospital District (up to 50¢)": "0.2556013208",
    "Fire District (Remainder of rate after Level 17)*": "1.0",
    "Public Hospital District (Remainder of rate after Level 17)": "0.0",
    "Emergency Medical Services (up to 30¢)": "0.3",
    "Emergency Medical Svc. (Remainder after Level 9)": "0.0768856192",
}  # fmt: skip
RATIOS = {"tca": "B-1", "real_ratio": "95.8", "personal_ratio": "95.5"}


def test_one_percent_of_an_area_within_the_limit():
    answer = RULES["constitutional_1pct"].answer({**RATIOS, "rates": ONE_PERCENT}, law_of)
    assert answer == {
        "max_effective_rate": D("10.4384133611691"),
        "final": {name: D(rate) for name, rate in ONE_PERCENT.items()},
        "aggregate": D("6.1381631124"),
    }


def test_one_percent_of_an_area_over_the_limit_with_a_line_by_its_components_name():
    rates = {**ONE_PERCENT, "County Road": "3.6", "ferry": "0.75", "flood": "0.5"}
    answer = RULES["constitutional_1pct"].answer({**RATIOS, "rates": rates}, law_of)
    # 6.1381631124 + 4.85 - 10.4384133611691 = 0.5497497512309 of the ferry's 0.75
    assert answer["final"]["ferry"] == D("0.200250248769")
    assert answer["final"]["flood"] == D("0.5")
    assert answer["aggregate"] == D("10.438413361169")


@pytest.mark.parametrize("rule", ["aggregate_5_90", "constitutional_1pct"])
def test_a_component_that_nobody_knows_is_refused_by_name(rule):
    with pytest.raises(ValueError, match="fier"):
        RULES[rule].answer({**RATIOS, "rates": {"fier": "0.5"}}, law_of)


def test_max_effective_rate():
    inputs = {"real_ratio": "95.8", "personal_ratio": "95.5"}
    assert RULES["max_effective_rate"].answer(inputs, law_of) == {
        "max_effective_rate": D("10.4384133611691")
    }


def test_total_rate_with_and_without_the_senior_exemption():
    levies = {
        "COUNTY HUMAN SERVICE": "0.0250000001", "COUNTY VETERANS": "0.0112500001",
        "COUNTY": "0.7490000524", "ROAD": "1.0033788884", "FIRE DIST #2": "1.5",
        "*FIRE DIST #2 BOND": "0.1091939176", "FIRE DIST #2 EMS": "0.3768856192",
        "*SCHOOL DIST 52 ENRICH": "1.2869933298", "MID-COLUMBIA LIBRARY": "0.2380463407",
        "PORT OF BENTON": "0.3051815336", "PROSSER HOSPITAL": "0.2556013208",
        "STATE SCHOOL": "1.474393402", "*STATE SCHOOL PART 2": "0.7936316745",
    }  # fmt: skip
    assert RULES["tca_total_rate"].answer({"tca": "1212", "levies": levies}, law_of) == {
        "total": D("8.1285560792"), "total_with_senior_exemption": D("5.9387371573"),
    }  # fmt: skip


def test_every_rule_knows_the_keys_of_its_examples():
    keys = {name: set(rule.inputs) for name, rule in RULES.items()}
    assert {"tca", "rates"} <= keys["aggregate_5_90"]
    assert {"tca", "rates", "real_ratio", "personal_ratio"} <= keys["constitutional_1pct"]
    assert {"real_ratio", "personal_ratio"} <= keys["max_effective_rate"]
    assert {"tca", "levies"} <= keys["tca_total_rate"]
