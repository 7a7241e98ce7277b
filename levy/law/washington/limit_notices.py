"""Notices about the limits across areas: losses, protections, agreements.

Each loss with its area and level; an area that no cut brings within its limit; each rate that
was protected, and each protection that the law does not allow (RCW 84.52.125, 84.52.120,
84.52.816); each agreement that was not applied, and each district that an agreement lowers,
because it must be notified (RCW 39.67).
"""

from collections.abc import Iterator

from levy.kinds import Binding
from levy.law.season import Notice
from levy.law.washington.buy_down import adversely_affected
from levy.law.washington.limit_levels import (
    LIMIT_NAMES,
    REST,
    SHORT_LIMIT_NAMES,
    LimitLaw,
    limited_component,
)
from levy.law.washington.limits_across_areas import LimitsAcrossAreas
from levy.law.washington.proration import Loss, Proration
from levy.law.washington.season_figures import SeasonFigures


def notices_of_limits(
    limits: LimitsAcrossAreas, figures: SeasonFigures, law: LimitLaw
) -> Iterator[Notice]:
    """Yield the notices of both limits."""
    yield from _losses(limits.proration)
    yield from _protected(limits.proration, figures)
    yield from _not_protected(figures, law)
    for refused in limits.refused:
        yield Notice(refused.agreement.seller, "buy_down_refused", str(refused))
    yield from _affected(limits)


def _losses(proration: Proration) -> Iterator[Notice]:
    for loss in proration.losses:
        yield Notice(loss.levy, "prorated", loss_sentence(loss))
    allocations = (
        (proration.aggregate, SHORT_LIMIT_NAMES[Binding.AGGREGATE]),
        (proration.one_percent, SHORT_LIMIT_NAMES[Binding.ONE_PERCENT]),
    )
    for allocation, name in allocations:
        for area, rate in allocation.excess.items() if allocation is not None else ():
            yield Notice(
                area,
                "over_the_limit",
                f"The levies that are never cut exceed the {name} limit of area {area} by "
                f"{rate:f}. Check the county, road and city rates.",
            )


def loss_sentence(loss: Loss) -> str:
    """Return a sentence about a loss: how much, to which limit, in which area, to which levies."""
    funded = f"; funded first: {', '.join(loss.to)}" if loss.to else ""
    return (
        f"{loss.lost:f} of its rate ({loss.component.replace('_', ' ')}) is lost to the "
        f"{LIMIT_NAMES[loss.limit]} in area {loss.area}, at level {loss.level}{funded}."
    )


def _protected(proration: Proration, figures: SeasonFigures) -> Iterator[Notice]:
    documents = {row.levy: row.document for row in figures.season.protections}
    for code, levy in proration.levies.items():
        if levy.protected:
            yield Notice(
                code,
                "protected",
                f"{levy.protected:f} of its rate is levied outside the $5.90 limit instead of "
                f"being lost to it ({documents[code] or 'protections.csv'}).",
            )


def _not_protected(figures: SeasonFigures, law: LimitLaw) -> Iterator[Notice]:
    """Yield a notice for each protection of more than the law allows, which may be nothing."""
    by_code = {levy.levy: levy for levy in figures.season.levies}
    for row in figures.season.protections:
        levy = by_code[row.levy]
        first = limited_component(levy, figures.districts[levy.district])
        most = None if first is None else law.protected.get(REST.get(first, first))
        if most is None or row.rate > most:
            allowed = "nothing of it" if most is None else f"{most} at most"
            yield Notice(
                row.levy,
                "protection_above_law",
                f"It protects {row.rate} from the $5.90 limit; the law lets it protect {allowed}. "
                "Correct protections.csv, or the district's kind in districts.csv.",
            )


def _affected(limits: LimitsAcrossAreas) -> Iterator[Notice]:
    affected = adversely_affected(limits.without, limits.proration, limits.sold)
    agreements = " and ".join(f"{row.seller} for {row.buyer}" for row in limits.sold)
    for code in affected:
        before, after = limits.without.levies[code], limits.proration.levies[code]
        yield Notice(
            code,
            "lowered_by_buy_down",
            f"Its rate falls from {before.certified} to {after.certified} because of buy-down "
            f"agreements ({agreements}). Notify its district (RCW 39.67).",
        )
