"""Who pays what: each area's levies, by the base that they are computed on.

This depends only on the rows of districts, levies and areas.  The last result is cached, because
editing a figure, such as a request or a value, does not change it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import is_
from typing import NamedTuple

from levy.kinds import Base, LevyStatus
from levy.law.season import Area, AreaLevy, District, Levy, Season
from levy.law.washington.limit_levels import Component, limited_component

# The levies that an area pays, by their base.
Stacks = Mapping[Base, tuple[str, ...]]


class WhoPays(NamedTuple):
    """A season's levies, and the areas that pay them.

    active      the levies that are levied this year
    districts   district by code
    parts       the earmarked parts of a levy, by its code
    components  component of each active levy that a limit counts, by its code
    by_base     the active levies that each area pays, by the base that they are computed on
    limited     the levies that each area pays and a limit counts
    areas_of    the areas that pay a levy, by its code
    """

    active: tuple[Levy, ...]
    districts: Mapping[str, District]
    parts: Mapping[str, Sequence[Levy]]
    components: Mapping[str, Component]
    by_base: Mapping[str, Stacks]
    limited: Mapping[str, tuple[str, ...]]
    areas_of: Mapping[str, tuple[str, ...]]


class _Rows(NamedTuple):
    districts: tuple[District, ...]
    levies: tuple[Levy, ...]
    areas: tuple[Area, ...]
    area_levies: tuple[AreaLevy, ...]


# The rows of the last call, and its result.
_cache: list[tuple[_Rows, WhoPays]] = []


def who_pays(season: Season) -> WhoPays:
    """Return who pays what in a season; for the same row objects as before, the cached result."""
    rows = _Rows(season.districts, season.levies, season.areas, season.area_levies)
    for cached_rows, payers in _cache:
        if all(map(is_, rows, cached_rows)):
            return payers
    payers = _payers(rows)
    _cache[:] = [(rows, payers)]
    return payers


def _payers(rows: _Rows) -> WhoPays:
    active = tuple([levy for levy in rows.levies if levy.status is LevyStatus.ACTIVE])
    districts = {row.district: row for row in rows.districts}
    parts: dict[str, list[Levy]] = defaultdict(list)
    components: dict[str, Component] = {}
    for levy in active:
        if levy.part_of is not None:
            parts[levy.part_of].append(levy)
        component = limited_component(levy, districts[levy.district])
        if component is not None:
            components[levy.levy] = component
    by_base = _by_base(rows, active)
    limited = {
        area: tuple(filter(components.__contains__, chain.from_iterable(paid.values())))
        for area, paid in by_base.items()
    }
    areas_of: dict[str, list[str]] = defaultdict(list)
    for area, paid in by_base.items():
        for code in chain.from_iterable(paid.values()):
            areas_of[code].append(area)
    areas = {code: tuple(paying) for code, paying in areas_of.items()}
    return WhoPays(active, districts, dict(parts), components, by_base, limited, areas)


def _by_base(rows: _Rows, active: Sequence[Levy]) -> dict[str, Stacks]:
    base_of = {levy.levy: levy.base for levy in active}
    paid: dict[str, dict[Base, list[str]]] = {area.area: {} for area in rows.areas}
    for row in rows.area_levies:
        base = base_of.get(row.levy)
        if base is not None:
            paid[row.area].setdefault(base, []).append(row.levy)
    return {
        area: {base: tuple(levies) for base, levies in bases.items()}
        for area, bases in paid.items()
    }
