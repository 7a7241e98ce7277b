"""Examples of single rules of law: each function converts an example's inputs for its rule."""

from decimal import Decimal

from levy.kinds import Base, DistrictKind
from levy.law.not_known import NotKnown
from levy.law.units import (
    CENTS,
    ONE,
    WORKSHEET,
    ZERO,
    or_zero,
    quotient,
    rate_for,
    rate_or_zero,
    tax_on,
    to_cents,
)
from levy.law.washington.added_up import RateSums
from levy.law.washington.annexation import gaining_limit
from levy.law.washington.area_rates import area_result
from levy.law.washington.city_formed_fire_district import LEVIES, city_after_fire_district
from levy.law.washington.conformance import Answer, Inputs, LawOf, number
from levy.law.washington.consolidation import Component, consolidation_limit
from levy.law.washington.earmark import earmarked_split
from levy.law.washington.enrichment_cap import enrichment_cap
from levy.law.washington.joint_district import joint_levy
from levy.law.washington.late_certification import usable_amount
from levy.law.washington.limit_factor import SubstantialNeed, limit_factor
from levy.law.washington.parcel_extension import parcel_cents
from levy.law.washington.refund import eligible_refund, refund_within_maximum
from levy.law.washington.restoration import restored_levy_before_2024
from levy.law.washington.school_enrichment import school_enrichment
from levy.law.washington.state_levy_share import county_share
from levy.law.washington.statutory_maximum import statutory_maximum
from levy.law.washington.timber_base import enrichment_timber
from levy.law.worksheet import Worksheet, key_of

# The tax year of examples that name none; the statutes' numbers that they use are older.
TAX_YEAR = 2025
IN_TIME = "av_certified_12_working_days_before_nov30"
DAYS_NEEDED = 12  # working days, as the input is named
PRINTED = 6  # decimals of a restored levy's rate per dollar, which is used unrounded


def annexation(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """A district that annexed land.  WAC 458-19-035."""
    return gaining_limit(
        Decimal(inputs["highest"]),
        Decimal(inputs["limit_factor"]),
        growth=Decimal(inputs["new_construction_av"]),
        last_rate=Decimal(inputs["last_year_rate"]),
        annexed=Decimal(inputs["annexed_av"]),
        rate_without=Decimal(inputs["rate_absent_annexation"]),
    )


def city_annexed_rate(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """A city in a fire or library district.  WAC 458-19-080."""
    less = {name: or_zero(number(inputs, name)) for name in ("fire_rate", "library_rate")}
    return statutory_maximum(Decimal(inputs["base"]), less, None)


def consolidation(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """The first limit after districts merge.  WAC 458-19-030."""
    components = [
        Component(
            part["name"],
            Decimal(part["highest"]),
            Decimal(part["rate"]),
            Decimal(part["increase_av"]),
        )
        for part in inputs["components"]
    ]
    return consolidation_limit(Decimal(inputs["limit_factor"]), components)


def earmarked_county_levy(inputs: Inputs, law_of: LawOf) -> Answer:
    """A county levy and its earmarked parts, each rate certified from its own amount.

    WAC 458-19-055.
    """
    whole, value = Decimal(inputs["total_levy"]), Decimal(inputs["av"])
    rates = {
        "mental_health": Decimal(inputs["mental_health_rate"]),
        "veterans": Decimal(inputs["veterans_rate"]),
    }
    sheet = earmarked_split(whole, value, rates)
    amounts = {part: sheet.number(f"part_{key_of(part)}") for part in rates}
    amounts["current_expense"] = sheet.number("rest")
    return {
        "total_rate": sum((rate_for(amount, value) for amount in amounts.values()), start=ZERO),
        **amounts,
    }


def enrichment_per_pupil(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """The published enrichment maximum per pupil.  RCW 84.52.0531.

    The sources give the size class of a district, not its students.  `base`, the statute's
    figure before its index, and the published figure are for comparison; the rule does not use
    them.
    """
    law = law_of(int(inputs["year"])).enrichment
    if law is None:
        raise NotKnown(
            f"the amounts per pupil of {inputs['year']} "
            "(levy/params/washington/rcw_84_52_0531.toml)"
        )
    pupils = law.large_district - ONE if inputs["fte_lt_40000"] else law.large_district
    return enrichment_cap(pupils, law)


def extension(inputs: Inputs, law_of: LawOf) -> Answer:
    """A levy's amount in a county: its value × its certified rate.  RCW 84.52.080."""
    tax = tax_on(Decimal(inputs["taxable_value"]), Decimal(inputs["rate_per_1000"]))
    return {"amount": to_cents(tax)}


def fire_district_formation_by_city(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """A city that formed a fire district, in the district's first year.  WAC 458-19-090.

    The example shows the district's rate with two decimals.
    """
    # Its highest rate is that of three equal levies.
    fire = law_of(TAX_YEAR).maximum_rates[DistrictKind.FIRE]
    return city_after_fire_district(
        Decimal(inputs["city_hll"]),
        fire_levy=Decimal(inputs["fd_levy"]),
        fire_value=Decimal(inputs["fd_av"]),
        each_rate=quotient(fire, Decimal(len(LEVIES)), WORKSHEET),
        imposed_before=(),
        decimals=CENTS,
    )


def joint_district_rate(inputs: Inputs, law_of: LawOf) -> Answer:
    """A joint district, one rate for all its counties, and each one's share.  RCW 84.52.080."""
    values = {county: Decimal(value) for county, value in inputs["av"].items()}
    shares: dict[str, dict[str, Decimal]] = {f"{county.lower()}_share": {} for county in values}
    rates = {}
    for levy, amount in inputs["levies"].items():
        sheet = joint_levy(Decimal(amount), values)
        rates[levy] = sheet.number("joint_rate")
        for county in values:
            share = sheet.number(f"share_{county.lower()}")
            shares[f"{county.lower()}_share"][levy] = share
    return {"total_av": sum(values.values(), start=ZERO), "rates": rates, **shares}


def late_certification(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """A levy that was certified late.  RCW 84.52.070(3).

    The source says whether the values came in time, not how many working days were left.
    """
    return usable_amount(
        Decimal(inputs["certified_late"]),
        last_year=Decimal(inputs["prior_year_certified"]),
        working_days=DAYS_NEEDED if inputs[IN_TIME] else DAYS_NEEDED - 1,
        days_needed=Decimal(DAYS_NEEDED),
    )


def limit_factor_by_size(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """The limit factor.  RCW 84.55.005, 84.55.0101.

    The sources give the size class of a district, not its population.
    """
    law = law_of(TAX_YEAR)
    least = int(law.small_district)
    need = None
    if inputs.get("substantial_need"):
        need = SubstantialNeed(Decimal(inputs["adopted"]))
    return limit_factor(
        least if inputs["population_10000_or_more"] else least - 1,
        Decimal(inputs["ipd"]),
        cap=law.limit_factor_cap,
        small_district=law.small_district,
        need=need,
    )


def parcel_extension_rounding(inputs: Inputs, law_of: LawOf) -> Answer:
    """A parcel's tax in whole cents, case by case.  RCW 84.52.080(1)."""
    return {"results": [parcel_cents(Decimal(case)) for case in inputs["cases"]]}


def refund(inputs: Inputs, law_of: LawOf) -> Answer:
    """The two rules for refund levies, by the inputs: the eligible refund, and the maximum.

    WAC 458-19-085.
    """
    if "refunds" in inputs:
        sheet = eligible_refund(
            Decimal(inputs["refunds"]),
            cancellations=Decimal(inputs["cancellations"]),
            abatements=Decimal(inputs["abatements"]),
            supplements=Decimal(inputs["supplements"]),
        )
        return {
            "net_cancel_abate": sheet.number("net_cancelled"),
            "refund_levy_eligible": sheet.number("refund_eligible"),
        }
    allowable, refund = Decimal(inputs["allowable_levy"]), Decimal(inputs["refund"])
    sheet = refund_within_maximum(
        allowable,
        refund,
        value=Decimal(inputs["av"]),
        maximum_rate=Decimal(inputs["statutory_rate"]),
    )
    total = sheet.number("total")
    return {
        "total": total,
        "rate": sheet.number("total_rate"),
        "within_limit": total == allowable + refund,
        "next_year_base": sheet.number("next_year_base"),
    }


def restoration(inputs: Inputs, law_of: LawOf) -> Answer:
    """A restored levy, by the rule in force until tax year 2023.  WAC 458-19-025."""
    sheet = restored_levy_before_2024(
        Decimal(inputs["last_levy"]),
        value=Decimal(inputs["current_av"]),
        growth=Decimal(inputs["increase_since_last_levy_av"]),
        maximum_lawful=None,
    )
    base = sheet.number("base_value")
    return {
        "base_av": base,
        "rate_per_dollar": quotient(sheet.number("last_levy"), base, PRINTED),
        "added": sheet.number("added"),
        "allowable": sheet.number("allowable"),
    }


def school_levy(inputs: Inputs, law_of: LawOf) -> Answer:
    """The state's school levy form.  RCW 84.52.0531, 84.52.080(2).

    The form cuts all its rates off at 12 decimals.
    """
    base = Decimal(inputs["tax_base_bond"])
    sheet = school_enrichment(
        Decimal(inputs["enrichment_certified"]),
        Decimal(inputs["tax_base_enrichment"]),
        maximum_rate=law_of(TAX_YEAR).enrichment_rate,
        per_pupil=number(inputs, "max_per_pupil_amount"),
    )
    rates = {
        f"{name}_rate": rate_or_zero(or_zero(number(inputs, name)), base, WORKSHEET, "down")
        for name in ("bond", "capital", "transport")
    }
    return {
        **rates,
        "statutory_max_2_50": sheet.number("maximum_amount"),
        "enrichment_levy": sheet.number("P2S"),
        "enrichment_rate": sheet.number("P2S_rate"),
    }


def state_levy_apportionment(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """A county's share of the state levy.  RCW 84.52.065; WAC 458-19-550."""
    return county_share(
        Decimal(inputs["real_av"]),
        Decimal(inputs["personal_av"]),
        real_ratio=Decimal(inputs["real_ratio"]),
        personal_ratio=Decimal(inputs["personal_ratio"]),
        state_value=Decimal(inputs["state_actual_value"]),
        state_levy=Decimal(inputs["state_levy"]),
        balance=number(inputs, "financial_fifth_balance"),
        refund=number(inputs, "refund_levy"),
        adjustment=number(inputs, "prior_year_adjustment"),
    )


def tca_total_rate(inputs: Inputs, law_of: LawOf) -> Answer:
    """An area's total rate; a senior-exempt parcel does not pay levies marked with a star."""
    rates = {name: Decimal(rate) for name, rate in inputs["levies"].items()}
    levies = {
        Base.EXCESS: tuple(name for name in rates if name.startswith("*")),
        Base.REGULAR: tuple(name for name in rates if not name.startswith("*")),
    }
    values = dict.fromkeys(Base, ZERO)
    none = RateSums({})
    area = area_result(
        "the area", levies, RateSums(rates), limited=(), in_aggregate=none, values=values
    )
    return {"total": area.total_rate, "total_with_senior_exemption": area.senior_rate}


def timber_base(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """The timber value of an enrichment levy.  RCW 84.52.080(2)."""
    return enrichment_timber(Decimal(inputs["tav"]), number(inputs, "timber_roll_1983_80pct"))
