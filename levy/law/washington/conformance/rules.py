"""The rules that worked examples name: the inputs of each, and how its answer is read."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from levy.law.washington.conformance import Answer, Inputs, LawOf, single_rules
from levy.law.washington.conformance.levy_limit_worksheet import (
    INPUTS,
    SIMPLE_INPUTS,
    levy_limit_worksheet,
    simple_worksheet,
)
from levy.law.washington.conformance.limit_forms import (
    aggregate_5_90,
    constitutional_1pct,
    one_percent_rate,
)
from levy.law.worksheet import Worksheet


class Rule(NamedTuple):
    """A rule that examples name.

    function  returns the worksheet, or the answer itself
    inputs    names of the inputs that an example may have
    lines     the worksheet's lines that make the answer, by the answer's names
    unit      unit of every figure ("rate"), if the names of the answer do not tell it
    """

    function: Callable[[Inputs, LawOf], Worksheet | Answer]
    inputs: Sequence[str]
    lines: Mapping[str, str] = {}
    unit: str | None = None

    def answer(self, inputs: Inputs, law_of: LawOf) -> Answer:
        """Return the law's answer to an example.

        Raises NotKnown for a year that the parameters do not have, and Python's own errors for
        an input that is missing or not a number.
        """
        outcome = self.function(inputs, law_of)
        if isinstance(outcome, Worksheet):
            return {name: outcome.number(line) for name, line in self.lines.items()}
        return outcome


RULES: Mapping[str, Rule] = {
    "aggregate_5_90": Rule(aggregate_5_90, ("tca", "rates", "tax_year"), unit="rate"),
    "annexation": Rule(
        single_rules.annexation,
        (
            "highest",
            "limit_factor",
            "new_construction_av",
            "last_year_rate",
            "annexed_av",
            "rate_absent_annexation",
        ),
        {
            "factor_part": "factor_part",
            "growth_part": "growth_part",
            "annexed_part": "annexed_part",
            "limit": "limit",
        },
    ),
    "city_annexed_rate": Rule(
        single_rules.city_annexed_rate,
        ("base", "fire_rate", "library_rate"),
        {"max_city_rate": "maximum_rate"},
    ),
    "consolidation": Rule(
        single_rules.consolidation,
        ("limit_factor", "components"),
        {"factor_part": "factor_part", "growth_part": "growth_part", "limit": "limit"},
    ),
    "constitutional_1pct": Rule(
        constitutional_1pct,
        ("tca", "real_ratio", "personal_ratio", "rates", "tax_year"),
        unit="rate",
    ),
    "earmarked_split": Rule(
        single_rules.earmarked_county_levy,
        ("total_levy", "av", "mental_health_rate", "veterans_rate"),
    ),
    "enrichment_cap": Rule(
        single_rules.enrichment_per_pupil,
        ("base", "year", "fte_lt_40000", "per_pupil_published"),
        {"per_pupil": "per_pupil"},
    ),
    "extension": Rule(single_rules.extension, ("levy", "taxable_value", "rate_per_1000")),
    "fire_district_formation_by_city": Rule(
        single_rules.fire_district_formation_by_city,
        ("city_hll", "fd_levy", "fd_av"),
        {
            "fd_rate": "fire_rate",
            "levy_130": "levy_130",
            "levy_140": "levy_140",
            "levy_160": "levy_160",
            "city_hll_after": "city_highest_after",
        },
    ),
    "joint_district_rate": Rule(single_rules.joint_district_rate, ("av", "levies")),
    "late_certification": Rule(
        single_rules.late_certification,
        ("certified_late", "prior_year_certified", single_rules.IN_TIME),
        {"usable": "usable"},
    ),
    "levy_limit_worksheet": Rule(levy_limit_worksheet, INPUTS),
    "levy_limit_worksheet_simple": Rule(simple_worksheet, SIMPLE_INPUTS),
    "limit_factor": Rule(
        single_rules.limit_factor_by_size,
        ("ipd", "population_10000_or_more", "substantial_need", "adopted"),
        {"limit_factor": "limit_factor"},
    ),
    "max_effective_rate": Rule(
        one_percent_rate,
        ("real_ratio", "personal_ratio", "tax_year"),
        {"max_effective_rate": "maximum_rate"},
    ),
    "parcel_extension_rounding": Rule(single_rules.parcel_extension_rounding, ("cases",)),
    "refund": Rule(
        single_rules.refund,
        (
            *("refunds", "cancellations", "abatements", "supplements"),
            *("allowable_levy", "refund", "av", "statutory_rate"),
        ),
    ),
    "restoration": Rule(
        single_rules.restoration, ("current_av", "increase_since_last_levy_av", "last_levy")
    ),
    "school_levy": Rule(
        single_rules.school_levy,
        (
            "district",
            "tax_base_bond",
            "tax_base_enrichment",
            "bond",
            "capital",
            "transport",
            "enrichment_certified",
            "max_per_pupil_amount",
        ),
    ),
    "state_levy_apportionment": Rule(
        single_rules.state_levy_apportionment,
        (
            "real_av",
            "real_ratio",
            "personal_av",
            "personal_ratio",
            "financial_fifth_balance",
            "refund_levy",
            "prior_year_adjustment",
            "state_actual_value",
            "state_levy",
        ),
        {
            "real_actual": "real_market",
            "personal_actual": "personal_market",
            "total_actual": "market_value",
            "combined_ratio": "combined_ratio",
            "levy": "share",
            "approx_local_rate": "approximate_rate",
            "grand_total": "grand_total",
        },
    ),
    "tca_total_rate": Rule(single_rules.tca_total_rate, ("tca", "levies"), unit="rate"),
    "timber_base": Rule(
        single_rules.timber_base,
        ("tav", "timber_roll_1983_80pct"),
        {"enrichment_tav": "enrichment_timber"},
    ),
}
