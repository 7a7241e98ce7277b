"""Examples of the state's limit worksheet, and of worksheets that print fewer lines.

REV 64 0007, both pages, with the excess and bond rates on it.  In the form's arithmetic a blank
counts as zero; as a limit, it is ignored.  The district caused an error unless the form says "No".

King County adds utilities to new construction and prints whole dollars; the state's statistics
list new construction and state-assessed value separately.  RCW 84.55.010.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from levy.law.season import Limit, Request
from levy.law.units import WORKSHEET, ZERO, displayed_rate, or_zero, rate_for
from levy.law.washington.certified_levy import certified_levy
from levy.law.washington.conformance import Answer, Inputs, LawOf, number
from levy.law.washington.excess_levy import excess_levy
from levy.law.washington.levy_limit import levy_limit
from levy.law.washington.statutory_maximum import statutory_maximum
from levy.law.worksheet import Worksheet

TAX_YEAR = 2025
NEW_FORM = "Oct-2024"
KING = "new_construction_and_utility_av"
LESS = ("less_fire_or_rfa_rate", "less_library_rate")
# Fields of the season's records, by the examples' names.
LIMIT = {
    "last_year_levy_rate": "last_rate",
    "new_construction_av": "new_construction",
    "tif_increment_av": "tif_increment",
    "state_assessed_av_current": "state_assessed",
    "state_assessed_av_prior": "state_assessed_prior",
    "annexed_av": "annexed_value",
}
REQUEST = {
    "certified_amount": "certified_amount",
    "resolution_dollar_increase": "resolution_dollars",
    "resolution_percent_increase": "resolution_percent",
    "refund_amount": "refund",
    "held_in_abeyance": "abeyance",
    "over_levied": "over_levied",
    "under_levied": "under_levied",
    "shift_to": "shift_to",
    "shift_from": "shift_from",
}
SIMPLE = {
    "base": "highest_lawful_levy",
    "limit_factor": "limit_factor",
    "last_year_rate": "last_rate",
    "state_assessed_av_current": "state_assessed",
    "state_assessed_av_prior": "state_assessed_prior",
}
INPUTS = (
    *LESS,
    *LIMIT,
    *REQUEST,
    "highest_lawful_levy_since_1985",
    "limit_factor",
    "prior_year_actual_levy",
    "av_excluding_annexed",
    "statutory_base_rate",
    "plus_firefighter_pension_rate",
    "senior_exempt_av",
    "timber_assessed_value",
    "excess_levy_amount",
    "bond_levy_amount",
    "error_year",
    "district_caused_error",
    "form_version",
    "levy_year",
    "district",
)
SIMPLE_INPUTS = (*SIMPLE, KING, "regular_av", "refund", "new_construction_av")
LINES = {
    "A_hll_times_factor": "A",
    "B_new_construction": "B",
    "C_tif": "C",
    "D_state_assessed": "D",
    "E_limit": "E",
    "F_annexation_rate": "F",
    "G_annexation": "G",
    "H_limit_incl_annex": "H",
    "I_statutory_rate": "maximum_rate",
    "I_statutory_amount": "I",
    "J_hll_this_year": "J",
    "K_new_hll_since_1985": "K",
    "p2A_plus_dollars": "P2A1",
    "p2A_plus_pct": "P2A2",
    "p2F_authorized": "P2F",
    "p2G_authorized_plus_refund": "P2G",
    "p2I_limit_plus_refund": "P2I",
    "p2J": "P2J",
    "p2K_statutory_amount": "P2K",
    "p2L": "P2L",
    "p2N_after_corrections": "P2N",
    "p2O_amount": "P2L",
    "p2O_rate_wo_correction": "P2O",
    "p2P_amount": "P2P",
    "p2S_amount": "P2S",
    "p2S_rate": "P2S_rate",
}


def levy_limit_worksheet(inputs: Inputs, law_of: LawOf) -> Answer:
    """Return the lines of both pages, by the names of `LINES`, and L1, L4 and their rates."""
    # The form prints the year of line P; it is the same in every year of that form.
    law = law_of(TAX_YEAR)
    value = or_zero(number(inputs, "av_excluding_annexed")) + or_zero(number(inputs, "annexed_av"))
    page_1 = _page_1(inputs, value)
    sheet = page_1.followed_by(
        certified_levy(
            page_1,
            _request(inputs),
            last_levy=or_zero(number(inputs, "prior_year_actual_levy")),
            beyond_maximum_after=int(law.error_beyond_maximum_after),
            form="2024-10" if inputs["form_version"] == NEW_FORM else "older",
        )
    )
    lines = {name: sheet.value(key) for name, key in LINES.items()}
    lines["p2P_rate"] = displayed_rate(sheet.number("P2P"), value)
    return {**lines, **_excess(inputs, value)}


def simple_worksheet(inputs: Inputs, law_of: LawOf) -> Answer:
    """Return King County's lines if the inputs are King County's, otherwise the state's."""
    if KING not in inputs:
        # The statistics print last year's rate as the maximum: these districts levy at the maximum.
        sheet = _simple(inputs, "new_construction_av", ZERO)
        return {"limit": sheet.number("H"), "statutory_max_rate": sheet.number("maximum_rate")}
    value = Decimal(inputs["regular_av"])
    sheet = _simple(inputs, KING, value)
    limit = sheet.number("H")
    return {
        "factor_levy": sheet.number("A"),
        "new_construction_levy": sheet.number("B"),
        "limit": limit,
        "rate": rate_for(limit, value, WORKSHEET),
        "allowable": limit + or_zero(number(inputs, "refund")),
    }


def _page_1(inputs: Inputs, value: Decimal) -> Worksheet:
    maximum = statutory_maximum(
        or_zero(number(inputs, "statutory_base_rate")),
        {key: or_zero(number(inputs, key)) for key in LESS},
        number(inputs, "plus_firefighter_pension_rate"),
    )
    limit = Limit(
        "",
        or_zero(number(inputs, "highest_lawful_levy_since_1985")),
        or_zero(number(inputs, "limit_factor")),
        **_fields(inputs, LIMIT),
    )
    return _limited(maximum, limit, value)


def _simple(inputs: Inputs, growth: str, value: Decimal) -> Worksheet:
    maximum = statutory_maximum(Decimal(inputs["last_year_rate"]), {}, None)
    limit = Limit("", **_fields(inputs, SIMPLE | {growth: "new_construction"}))
    return _limited(maximum, limit, value)


def _limited(maximum: Worksheet, limit: Limit, value: Decimal) -> Worksheet:
    return maximum.followed_by(
        levy_limit(limit, value=value, maximum_rate=maximum.number("maximum_rate"))
    )


def _request(inputs: Inputs) -> Request:
    caused, year = inputs.get("district_caused_error"), inputs.get("error_year")
    return Request(
        "",
        error_year=None if year is None else int(year),
        error_by_district=None if caused is None else caused.strip().lower() != "no",
        **_fields(inputs, REQUEST),
    )


def _fields(inputs: Inputs, names: Mapping[str, str]) -> dict[str, Any]:
    return {field: number(inputs, name) for name, field in names.items()}


def _excess(inputs: Inputs, value: Decimal) -> Answer:
    senior = or_zero(number(inputs, "senior_exempt_av"))
    base = value - senior + or_zero(number(inputs, "timber_assessed_value"))
    rates = {}
    for key, name in (("excess_levy_amount", "excess_rate"), ("bond_levy_amount", "bond_rate")):
        amount = or_zero(number(inputs, key))
        sheet = excess_levy(amount, base, source="the form", label="Amount on the form")
        rates[name] = sheet.number("P2S_rate")
    return {"L1_regular_tav": value, "L4_excess_base": base, **rates}
