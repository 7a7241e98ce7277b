"""What a person should look at in the limits across areas: losses, protections, agreements.

Each loss with its area and level; an area that no cut brings within its limit; what was
protected, and a protection that the law does not allow (RCW 84.52.125, 84.52.120, 84.52.816);
an agreement that cannot be carried out, and every district that one lowers, because it has
to be told (RCW 39.67).
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
        yield Notice(loss.levy, "prorated", told_loss(loss))
    shared_out = (
        (proration.aggregate, SHORT_LIMIT_NAMES[Binding.AGGREGATE]),
        (proration.one_percent, SHORT_LIMIT_NAMES[Binding.ONE_PERCENT]),
    )
    for shared, name in shared_out:
        for area, rate in shared.beyond.items() if shared is not None else ():
            yield Notice(
                area,
                "over_the_limit",
                f"The levies that are never cut exceed the {name} limit of area {area} by "
                f"{rate:f}. Look at the county, road and city rates.",
            )


def told_loss(loss: Loss) -> str:
    """Return the sentence that tells a loss: how much, to which limit, where, to whom."""
    to = f"; before it come {', '.join(loss.to)}" if loss.to else ""
    return (
        f"{loss.lost:f} of its rate ({loss.component.replace('_', ' ')}) is lost to the "
        f"{LIMIT_NAMES[loss.limit]} in area {loss.area}, at level {loss.level}{to}."
    )


def _protected(proration: Proration, figures: SeasonFigures) -> Iterator[Notice]:
    documents = {row.levy: row.document for row in figures.season.protections}
    for code, levy in proration.levies.items():
        if levy.protected:
            yield Notice(
                code,
                "protected",
                f"{levy.protected:f} of its rate stands outside the $5.90 limit instead of being "
                f"lost to it ({documents[code] or 'protections.csv'}).",
            )


def _not_protected(figures: SeasonFigures, law: LimitLaw) -> Iterator[Notice]:
    """Name a protection of more than the law lets this levy protect, which may be nothing."""
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
                "Mend protections.csv, or the district's kind in districts.csv.",
            )


def _affected(limits: LimitsAcrossAreas) -> Iterator[Notice]:
    told = adversely_affected(limits.without, limits.proration, limits.sold)
    agreements = " and ".join(f"{row.seller} for {row.buyer}" for row in limits.sold)
    for code in told:
        before, after = limits.without.levies[code], limits.proration.levies[code]
        yield Notice(
            code,
            "lowered_by_buy_down",
            f"Its rate falls from {before.certified} to {after.certified} because of what was "
            f"sold ({agreements}): its district has to be told (RCW 39.67).",
        )
