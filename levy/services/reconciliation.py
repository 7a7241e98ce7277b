"""Compares a computed season with the figures that others published, and says why they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from levy.kinds import AreaStatus
from levy.law.season import AreaResult, LevyResult, PublishedFigure, Season, SeasonResult
from levy.law.units import rounded
from levy.services.area_cause import area_cause
from levy.services.levy_cause import levy_cause

# A figure that is printed with at least so many decimals may be ours, printed shorter.
PRINTED = 5
AREA_ITEMS = {
    "area_total": "total_rate",
    "aggregate_590": "aggregate_590",
    "one_percent": "one_percent",
}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One published figure beside ours.

    ours    None where there is none to compare with; `cause` says why
    cause   likely cause of the difference; blank where the figures agree
    """

    published: PublishedFigure
    ours: Decimal | None
    cause: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the figure is ours."""
        return not self.cause


@dataclass(frozen=True, slots=True)
class Gap:
    """Active areas of which the rows have no figure from a source, though they have of most."""

    source: str
    item: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every published figure beside ours, and the areas that the rows leave out."""

    figures: tuple[Reconciled, ...]
    gaps: tuple[Gap, ...]


def reconciled(
    season: Season, result: SeasonResult, published: Iterable[PublishedFigure]
) -> Reconciliation:
    """Return the comparison of a computed season with these figures, in their order."""
    rows = tuple(published)
    levies = {row.levy: row for row in result.levies}
    areas = {row.area: row for row in result.areas}
    figures = []
    for row in rows:
        if row.item in AREA_ITEMS:
            figures.append(_of_area(row, season, result, areas, rows))
        else:
            figures.append(_of_levy(row, season, result, levies))
    return Reconciliation(tuple(figures), tuple(_gaps(season, rows)))


def same(published: Decimal, ours: Decimal) -> bool:
    """Return whether a figure is ours, perhaps printed with fewer decimals or with more."""
    if published == ours:
        return True
    theirs, own = _decimals(published), _decimals(ours)
    if theirs > own >= PRINTED:
        return rounded(published, own) == ours
    return PRINTED <= theirs < own and rounded(ours, theirs) == published


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _of_levy(
    row: PublishedFigure, season: Season, result: SeasonResult, levies: Mapping[str, LevyResult]
) -> Reconciled:
    ours = levies.get(row.levy or "")
    if ours is None:
        return Reconciled(row, None, _no_levy(row, season))
    if ours.missing:
        return Reconciled(row, None, f"not computed here yet: it waits for {ours.missing}")
    candidates = {
        "rate": (ours.rate,),
        "amount": (ours.tax, ours.amount),
        "base": (ours.county_base, ours.base),
    }[row.item]
    known = [figure for figure in candidates if figure is not None]
    for figure in known:
        if same(row.value, figure):
            return Reconciled(row, figure)
    return Reconciled(row, known[0], levy_cause(row, ours, season, result))


def _no_levy(row: PublishedFigure, season: Season) -> str:
    if any(levy.levy == row.levy for levy in season.levies):
        return f"a retired levy: {row.levy} is not levied this year"
    return f"a levy that is not there: the season has no {row.levy}"


def _of_area(
    row: PublishedFigure,
    season: Season,
    result: SeasonResult,
    areas: Mapping[str, AreaResult],
    published: Iterable[PublishedFigure],
) -> Reconciled:
    ours = areas.get(row.area or "")
    if ours is None:
        return Reconciled(row, None, f"a missing area: the season has no {row.area}")
    figure: Decimal | None = getattr(ours, AREA_ITEMS[row.item])
    if figure is None:
        return Reconciled(row, None, "not known here yet: a levy of the area is not computed")
    if same(row.value, figure):
        return Reconciled(row, figure)
    return Reconciled(row, figure, area_cause(row, figure, season, result, published))


def _gaps(season: Season, published: Iterable[PublishedFigure]) -> Iterable[Gap]:
    """Yield what is not there from a source that is there for half of the active areas or more."""
    active = [area.area for area in season.areas if area.status is AreaStatus.ACTIVE]
    listed: dict[tuple[str, str], set[str]] = {}
    for row in published:
        if row.item in AREA_ITEMS and row.area is not None:
            listed.setdefault((row.source, row.item), set()).add(row.area)
    for (source, item), areas in listed.items():
        left_out = tuple(area for area in active if area not in areas)
        if left_out and 2 * len(left_out) <= len(active):
            yield Gap(source, item, left_out)
