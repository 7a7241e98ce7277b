"""The value of one levy: the sum of its areas, or its row in levy_values.csv.  RCW 84.52.080."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Base
from levy.law.not_known import NotKnown
from levy.law.season import AreaValues, Levy, LevyValues, Season
from levy.law.units import UNKNOWN, ZERO
from levy.law.washington.taxable_base import area_bases, base_over
from levy.law.washington.who_pays import WhoPays

_ENRICHMENT = Base.ENRICHMENT
_NO_ROW = dict.fromkeys(Base, UNKNOWN)


class LevyValue(NamedTuple):
    """The whole value that a rate is computed on, this county's part of it, and their source."""

    whole: Decimal
    county: Decimal
    source: str


class ValuesOfSeason:
    """The values of one season: of each levy, and of each area on every base."""

    def __init__(self, season: Season, who: WhoPays):
        self._county = season.facts.county
        self._areas_of = who.areas_of
        self._areas: dict[str, AreaValues] = {row.area: row for row in season.values}
        self._bases = {row.area: area_bases(row) for row in season.values}
        self._cache: dict[tuple[Base, tuple[str, ...]], LevyValue] = {}
        self._own: dict[str, list[LevyValues]] = defaultdict(list)
        for own in season.levy_values:
            self._own[own.levy].append(own)

    def of(self, levy: Levy) -> LevyValue:
        """Return the levy's value; raises NotKnown if a value that it needs is blank.

        An area without a row in values.csv has no property and adds nothing.
        """
        own = self._own.get(levy.levy)
        if own is None:
            return self._over_areas(levy.base, self._areas_of.get(levy.levy, ()))
        in_county = [row.base for row in own if row.county == self._county]
        if not in_county:
            raise NotKnown(f"its value in {self._county} County (levy_values.csv)")
        counties = " and ".join([row.county for row in own])
        whole = sum([row.base for row in own], ZERO)
        return LevyValue(whole, in_county[0], f"levy_values.csv, {counties}")

    def _over_areas(self, base: Base, paid_in: tuple[str, ...]) -> LevyValue:
        """Return the value over these areas, cached because levies of one district share it."""
        cached = self._cache.get((base, paid_in))
        if cached is not None:
            return cached
        bases = self._bases
        values = [bases[area][base] for area in paid_in if area in bases]
        if not values:
            raise NotKnown("a value in one of its areas")
        total = sum(values, ZERO)
        if base is _ENRICHMENT or total.is_nan():
            # Not just a sum: the greater of the two timber totals counts, and the error names the
            # first blank in the order of values.csv.
            paying = frozenset(paid_in)
            total = base_over(base, [row for row in self._areas.values() if row.area in paying])
        count = "its area" if len(values) == 1 else f"its {len(values)} areas"
        value = LevyValue(total, total, f"values.csv, the {base} value of {count}")
        self._cache[base, paid_in] = value
        return value

    def area(self, area: str) -> AreaValues | None:
        """Return an area's values, or None if it has no row."""
        return self._areas.get(area)

    def bases(self, area: str) -> Mapping[Base, Decimal]:
        """Return an area's value on each base; `UNKNOWN` if it is not known."""
        return self._bases.get(area, _NO_ROW)
