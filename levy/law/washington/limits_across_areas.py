"""The $5.90 and 1 % limits on a computed season: all active areas, and buy-down agreements.

RCW 84.52.010(3); WAC 458-19-070, 458-19-075.  Both limits run on the certified rates of
every active area, an area with value; `proration` shares the room out.  A buy-down agreement
lowers its seller's rate first (RCW 39.67), and a protected rate leaves the $5.90 limit instead
of being lost to it (RCW 84.52.125, 84.52.120, 84.52.816).  An agreement that cannot be applied
is skipped and reported, so that one contract never stops another district's levy.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from levy.law.season import BuyDown, LevyResult
from levy.law.units import ZERO, rounded
from levy.law.washington.buy_down import BuyDownRefused, apply_buy_downs
from levy.law.washington.limit_levels import LimitedLevy, LimitLaw
from levy.law.washington.max_effective_rate import max_effective_rate
from levy.law.washington.proration import Proration, prorate
from levy.law.washington.season_figures import SeasonFigures


class LimitsAcrossAreas(NamedTuple):
    """Both limits on a season.

    proration  the limits on the certified rates after the agreements
    without    the limits on the rates before the agreements; the same object if there are none
    sold       the agreements that were applied, each rate with the season's decimals
    refused    why the others were not
    """

    proration: Proration
    without: Proration
    sold: tuple[BuyDown, ...]
    refused: tuple[BuyDownRefused, ...]

    def sold_by(self, levy: str) -> tuple[BuyDown, ...]:
        """Return the agreements in which this levy is the seller."""
        return tuple(agreement for agreement in self.sold if agreement.seller == levy)


def limits_across_areas(
    figures: SeasonFigures, results: Mapping[str, LevyResult], law: LimitLaw
) -> LimitsAcrossAreas:
    """Return both limits, run on the certified rates of a season."""
    levies = _limited(figures, results)
    areas, maximum_rate = _active_areas(figures), _maximum_rate(figures, law)
    decimals = figures.season.facts.rate_decimals
    agreed, sold, refused = levies, [], []
    for agreement in figures.season.buy_downs:
        as_certified = replace(agreement, rate=rounded(agreement.rate, decimals))
        try:
            agreed = apply_buy_downs(agreed, [as_certified])
        except BuyDownRefused as why:
            refused.append(why)
        else:
            sold.append(as_certified)
    without = prorate(levies, areas, law, maximum_rate=maximum_rate, decimals=decimals)
    proration = (
        prorate(agreed, areas, law, maximum_rate=maximum_rate, decimals=decimals)
        if sold
        else without
    )
    return LimitsAcrossAreas(proration, without, tuple(sold), tuple(refused))


def _limited(figures: SeasonFigures, results: Mapping[str, LevyResult]) -> tuple[LimitedLevy, ...]:
    protects = {row.levy: row.rate for row in figures.season.protections}
    return tuple(
        LimitedLevy(
            levy.levy,
            figures.components[levy.levy],
            results[levy.levy].rate,
            _error_rate(results[levy.levy]),
            protects.get(levy.levy, ZERO),
            levy.part_of,
        )
        for levy in figures.active
        if levy.levy in figures.components
    )


def _active_areas(figures: SeasonFigures) -> dict[str, tuple[str, ...]]:
    """Return the levies that a limit counts, for each area that has value."""
    return {
        row.area: figures.limited.get(row.area, ()) for row in figures.season.values if row.regular
    }


def _maximum_rate(figures: SeasonFigures, law: LimitLaw) -> Decimal | None:
    facts = figures.season.facts
    if facts.real_ratio is None or facts.personal_ratio is None:
        return None
    sheet = max_effective_rate(facts.real_ratio, facts.personal_ratio, one_percent=law.one_percent)
    return sheet.number("maximum_rate")


def _error_rate(result: LevyResult) -> Decimal:
    """Return by how much a correction puts a rate above its statutory maximum.  RCW 84.52.085."""
    sheet = result.worksheet
    if result.missing or sheet is None or not sheet.has("P2P"):
        return ZERO
    if sheet.number("P2P") <= sheet.number("I"):
        return ZERO
    return max(sheet.number("rate") - sheet.number("maximum_rate"), ZERO)
