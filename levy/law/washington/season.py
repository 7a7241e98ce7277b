"""A whole season in the lawful order: values, limits, requests, rates, areas.

Regular levies that others wait for come first (fire, library, hospital before cities), then
their parts, then the $5.90 and 1 % limits over all areas, then the sums of the certified rates
by area.  The result of a levy that cannot be computed yet names the missing input, and so does
the result of every levy that waits for it.
"""

from collections.abc import Callable, Mapping

from levy.kinds import Binding
from levy.law.not_known import NotKnown
from levy.law.season import AreaResult, Levy, LevyResult, Season, SeasonResult
from levy.law.units import or_unknown
from levy.law.washington.added_up import RateSums
from levy.law.washington.answer import levy_result, part_result
from levy.law.washington.area_rates import area_result
from levy.law.washington.law import Law
from levy.law.washington.limit_notices import notices_of_limits
from levy.law.washington.limits_across_areas import limits_across_areas
from levy.law.washington.notices import notices_of
from levy.law.washington.order import lawful_order
from levy.law.washington.proposal import Proposal
from levy.law.washington.proposed_levy import proposed_levy
from levy.law.washington.proration import Proration
from levy.law.washington.rate_left import result_after_limits
from levy.law.washington.season_figures import SeasonFigures

Progress = Callable[[int, int], None]


def calculate(season: Season, law: Law, progress: Progress | None = None) -> SeasonResult:
    """Return the results of the season: every levy, every area, and the notices.

    progress  called with the number of levies done and the number of all levies

    Raises LevyCircle if levies wait for each other.
    """
    figures = SeasonFigures(season)
    proposals: dict[str, Proposal] = {}
    results: dict[str, LevyResult] = {}
    order = lawful_order(figures.active, figures.limits)
    for done, levy in enumerate(order, start=1):
        try:
            results[levy.levy] = _computed(levy, figures, proposals, results, law)
        except NotKnown as error:
            results[levy.levy] = LevyResult(
                levy.levy, Binding.NONE, missing=error.missing, worksheet=error.so_far
            )
        if progress is not None:
            progress(done, len(order))
    limits = limits_across_areas(figures, results, law.limits)
    final = {
        code: result_after_limits(result, limits.proration.levies.get(code), limits.sold_by(code))
        for code, result in results.items()
    }
    in_order = tuple(final[levy.levy] for levy in figures.active)
    notices = (
        *notices_of(season, in_order, law),
        *notices_of_limits(limits, figures, law.limits),
    )
    return SeasonResult(in_order, _areas(figures, final, limits.proration), notices)


def _computed(
    levy: Levy,
    figures: SeasonFigures,
    proposals: dict[str, Proposal],
    results: Mapping[str, LevyResult],
    law: Law,
) -> LevyResult:
    decimals = figures.season.facts.rate_decimals
    if levy.part_of is not None:
        whole = results.get(levy.part_of)
        if whole is None or whole.missing:
            raise NotKnown(f"{levy.part_of}, which is not computed yet")
        return part_result(levy, whole, figures.values.of(levy), decimals)
    proposal = proposed_levy(levy, figures, proposals, law)
    earmarks = {part.levy: figures.earmark(part.levy) for part in figures.parts.get(levy.levy, ())}
    result = levy_result(proposal, earmarks, decimals)
    proposals[levy.levy] = proposal
    return result


def _areas(
    figures: SeasonFigures, results: Mapping[str, LevyResult], proration: Proration
) -> tuple[AreaResult, ...]:
    """Return every area's totals over its active levies."""
    in_aggregate = RateSums(
        {code: or_unknown(levy.aggregate_rate) for code, levy in proration.levies.items()}
    )
    rates = RateSums({code: or_unknown(row.rate) for code, row in results.items()})
    return tuple(
        [
            area_result(
                area,
                paid,
                rates,
                limited=figures.limited[area],
                in_aggregate=in_aggregate,
                values=figures.values.bases(area),
            )
            for area, paid in figures.by_base.items()
        ]
    )
