"""The $5.90 and 1 % limits on a computed season: whose certified rate gives way, and where.

RCW 84.52.010(3); WAC 458-19-070, 458-19-075.  Both limits run on the certified rates of
every active area, an area with value; `proration` shares the room out.  A levy that gives
way is certified at the rate that is left, and its amount follows from that rate.  Its
highest lawful levy and next year's rate stay those of its own worksheet [M: which rate
counts as last year's after a proration stands in a text of WAC 458-19-020 that was not
retrievable].
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from levy.kinds import Binding
from levy.law.season import LevyResult, Notice
from levy.law.units import ZERO, tax_on, to_cents
from levy.law.washington.limit_levels import LimitedLevy, LimitLaw, limited_component
from levy.law.washington.max_effective_rate import max_effective_rate
from levy.law.washington.proration import Loss, Prorated, Proration, prorate
from levy.law.washington.season_figures import SeasonFigures
from levy.law.worksheet import Working, Worksheet

NAMES = {Binding.AGGREGATE: "$5.90 limit", Binding.ONE_PERCENT: "1 % limit"}
_STATUTES = {Binding.AGGREGATE: "RCW 84.52.043(2)", Binding.ONE_PERCENT: "RCW 84.52.050"}


def limits_across_areas(
    figures: SeasonFigures, results: Mapping[str, LevyResult], law: LimitLaw
) -> Proration:
    """Return both limits, run on the certified rates of a season."""
    levies = [
        LimitedLevy(
            levy.levy,
            component,
            results[levy.levy].rate,
            error_rate=_error_rate(results[levy.levy].worksheet),
            part_of=levy.part_of,
        )
        for levy in figures.active
        if (component := limited_component(levy, figures.districts[levy.district])) is not None
    ]
    return prorate(
        levies,
        _active_areas(figures),
        law,
        maximum_rate=_maximum_rate(figures, law),
        decimals=figures.season.facts.rate_decimals,
    )


def given_way(result: LevyResult, prorated: Prorated | None) -> LevyResult:
    """Return a levy's result after both limits; the same where none of them touched it."""
    if prorated is None or prorated.binding is None or prorated.certified is None:
        return result
    sheet, value = result.worksheet, result.county_base
    if sheet is None or value is None:
        return result
    sheet = _with_rate_left(sheet, prorated.certified, prorated.binding, value)
    amount = None if result.base is None else sheet.known("amount_left")
    return LevyResult(
        result.levy,
        prorated.binding,
        base=result.base,
        county_base=result.county_base,
        amount=amount,
        uncapped_rate=result.uncapped_rate,
        rate=prorated.certified,
        tax=sheet.known("tax"),
        next_highest_lawful_levy=result.next_highest_lawful_levy,
        next_rate=result.next_rate,
        worksheet=sheet,
    )


def notices_of_limits(proration: Proration) -> Iterator[Notice]:
    """Name each loss, and each area that no proration brings within its limit."""
    for loss in proration.losses:
        yield Notice(loss.levy, "prorated", _sentence(loss))
    for shared, name in ((proration.aggregate, "$5.90"), (proration.one_percent, "1 %")):
        for area, rate in shared.beyond.items() if shared is not None else ():
            yield Notice(
                area,
                "over_the_limit",
                f"The levies that are never cut exceed the {name} limit of area {area} by "
                f"{rate:f}. Look at the county, road and city rates.",
            )


def _sentence(loss: Loss) -> str:
    to = f"; before it come {', '.join(loss.to)}" if loss.to else ""
    return (
        f"{loss.lost:f} of its rate ({loss.component.replace('_', ' ')}) is lost to the "
        f"{NAMES[loss.limit]} in area {loss.area}, at level {loss.level}{to}."
    )


def _active_areas(figures: SeasonFigures) -> dict[str, list[str]]:
    """Return the active levies of each area that has value."""
    areas: dict[str, list[str]] = {
        row.area: [] for row in figures.season.values if row.regular is not None and row.regular
    }
    active = {levy.levy for levy in figures.active}
    for row in figures.season.area_levies:
        if row.area in areas and row.levy in active:
            areas[row.area].append(row.levy)
    return areas


def _maximum_rate(figures: SeasonFigures, law: LimitLaw) -> Decimal | None:
    facts = figures.season.facts
    if facts.real_ratio is None or facts.personal_ratio is None:
        return None
    sheet = max_effective_rate(facts.real_ratio, facts.personal_ratio, one_percent=law.one_percent)
    return sheet.known("maximum_rate")


def _error_rate(sheet: Worksheet | None) -> Decimal:
    """Return what a correction lifts a rate above its statutory maximum.  RCW 84.52.085."""
    if sheet is None or not sheet.has("P2P") or not sheet.has("rate"):
        return ZERO
    if sheet.known("P2P") <= sheet.known("I"):
        return ZERO
    return max(sheet.known("rate") - sheet.known("maximum_rate"), ZERO)


def _with_rate_left(
    sheet: Worksheet, rate: Decimal, limit: Binding, county_value: Decimal
) -> Worksheet:
    """Return the worksheet with the rate that the limit leaves in place of the tax before it."""
    kept = tuple(line for line in sheet.lines if line.key != "tax")
    answer = Working(_STATUTES[limit])
    answer.given("rate_left", f"Rate that the {NAMES[limit]} leaves", rate, "rate", NAMES[limit])
    if sheet.has("value"):
        answer.computed(
            "amount_left",
            "Levy at that rate",
            to_cents(tax_on(sheet.known("value"), rate)),
            "dollars",
            "cents(value * rate_left / 1000)",
        )
    answer.computed(
        "tax",
        "Tax in this county",
        to_cents(tax_on(county_value, rate)),
        "dollars",
        "cents(county_value * rate_left / 1000)",
    )
    return Worksheet(sheet.statute, kept).followed_by(answer.worksheet())
