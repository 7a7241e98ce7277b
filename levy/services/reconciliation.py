"""Compares a computed season with figures that others published, and explains differences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from levy.kinds import AreaStatus
from levy.law.season import AreaResult, LevyResult, PublishedFigure, Season, SeasonResult
from levy.law.units import rounded
from levy.services.area_cause import area_cause
from levy.services.levy_cause import levy_cause

# A figure with at least this many decimals may be ours, printed with fewer digits.
PRINTED = 5
AREA_ITEMS = {
    "area_total": "total_rate",
    "aggregate_590": "aggregate_590",
    "one_percent": "one_percent",
}


@dataclass(frozen=True, slots=True)
class ReconciledFigure:
    """One published figure and ours.

    ours    None if there is none to compare with; `cause` says why
    cause   likely cause of the difference; blank if the figures agree
    """

    published: PublishedFigure
    ours: Decimal | None
    cause: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the published figure equals ours."""
        return not self.cause


@dataclass(frozen=True, slots=True)
class Gap:
    """Active areas without a figure from a source that covers most areas."""

    source: str
    item: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every published figure with ours, and the areas that the sources leave out."""

    figures: tuple[ReconciledFigure, ...]
    gaps: tuple[Gap, ...]


def reconcile(
    season: Season, result: SeasonResult, published: Iterable[PublishedFigure]
) -> Reconciliation:
    """Compare a computed season with these figures, in their order."""
    rows = tuple(published)
    levies = {row.levy: row for row in result.levies}
    areas = {row.area: row for row in result.areas}
    figures = []
    for row in rows:
        if row.item in AREA_ITEMS:
            figures.append(_reconcile_area(row, season, result, areas, rows))
        else:
            figures.append(_reconcile_levy(row, season, result, levies))
    return Reconciliation(tuple(figures), tuple(_gaps(season, rows)))


def same(published: Decimal, ours: Decimal) -> bool:
    """Return whether a figure equals ours, even if printed with fewer or more decimals."""
    if published == ours:
        return True
    theirs, own = _decimals(published), _decimals(ours)
    if theirs > own >= PRINTED:
        return rounded(published, own) == ours
    return PRINTED <= theirs < own and rounded(ours, theirs) == published


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _reconcile_levy(
    row: PublishedFigure, season: Season, result: SeasonResult, levies: Mapping[str, LevyResult]
) -> ReconciledFigure:
    ours = levies.get(row.levy or "")
    if ours is None:
        return ReconciledFigure(row, None, _no_levy(row, season))
    if ours.missing:
        return ReconciledFigure(row, None, f"not computed here yet: it waits for {ours.missing}")
    candidates = {
        "rate": (ours.rate,),
        "amount": (ours.tax, ours.amount),
        "base": (ours.county_base, ours.base),
    }[row.item]
    our_figures = [figure for figure in candidates if figure is not None]
    for figure in our_figures:
        if same(row.value, figure):
            return ReconciledFigure(row, figure)
    return ReconciledFigure(row, our_figures[0], levy_cause(row, ours, season, result))


def _no_levy(row: PublishedFigure, season: Season) -> str:
    if any(levy.levy == row.levy for levy in season.levies):
        return f"a retired levy: {row.levy} is not levied this year"
    return f"a missing levy: the season has no {row.levy}"


def _reconcile_area(
    row: PublishedFigure,
    season: Season,
    result: SeasonResult,
    areas: Mapping[str, AreaResult],
    published: Iterable[PublishedFigure],
) -> ReconciledFigure:
    ours = areas.get(row.area or "")
    if ours is None:
        return ReconciledFigure(row, None, f"a missing area: the season has no {row.area}")
    figure: Decimal | None = getattr(ours, AREA_ITEMS[row.item])
    if figure is None:
        return ReconciledFigure(row, None, "not known here yet: a levy of the area is not computed")
    if same(row.value, figure):
        return ReconciledFigure(row, figure)
    return ReconciledFigure(row, figure, area_cause(row, figure, season, result, published))


def _gaps(season: Season, published: Iterable[PublishedFigure]) -> Iterable[Gap]:
    """Yield the areas missing from each source that covers at least half of the active areas."""
    active = [area.area for area in season.areas if area.status is AreaStatus.ACTIVE]
    listed: dict[tuple[str, str], set[str]] = {}
    for row in published:
        if row.item in AREA_ITEMS and row.area is not None:
            listed.setdefault((row.source, row.item), set()).add(row.area)
    for (source, item), areas in listed.items():
        left_out = tuple(area for area in active if area not in areas)
        if left_out and 2 * len(left_out) <= len(active):
            yield Gap(source, item, left_out)
