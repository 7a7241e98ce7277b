"""The value of one levy: over its areas, or as its own row says.  RCW 84.52.080."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Base
from levy.law.season import AreaValues, Levy, LevyValues, Season
from levy.law.units import UNKNOWN, ZERO
from levy.law.washington.not_known import NotKnown
from levy.law.washington.taxable_base import area_base, base_over

_ENRICHMENT = Base.ENRICHMENT
_NO_ROW = dict.fromkeys(Base, UNKNOWN)


class LevyValue(NamedTuple):
    """The whole value that a rate is computed on, this county's part of it, and both's source."""

    whole: Decimal
    county: Decimal
    source: str


class ValuesOfSeason:
    """Answers which value a levy has in one season, and an area for each kind of levy.

    by_base  the levies that each area pays, by the value that they are computed on
    """

    def __init__(self, season: Season, by_base: Mapping[str, Mapping[Base, Sequence[str]]]):
        self._county = season.facts.county
        self._areas: dict[str, AreaValues] = {row.area: row for row in season.values}
        self._bases: dict[str, dict[Base, Decimal]] = {}
        self._in_areas: dict[str, list[Decimal]] = defaultdict(list)
        self._rows: dict[str, list[AreaValues]] = defaultdict(list)
        in_areas, rows = self._in_areas, self._rows
        for area, row in self._areas.items():
            self._bases[area] = bases = {}
            for base, levies in by_base.get(area, {}).items():
                bases[base] = value = _known_base(base, row)
                for code in levies:
                    in_areas[code].append(value)
                if base is _ENRICHMENT or value is UNKNOWN:
                    # Such a base is more than a sum: of timber the greater value counts once,
                    # and a blank has to be named.
                    for code in levies:
                        rows[code].append(row)
        self._own: dict[str, list[LevyValues]] = defaultdict(list)
        for own in season.levy_values:
            self._own[own.levy].append(own)

    def of(self, levy: Levy) -> LevyValue:
        """Return the levy's value; raises NotKnown where a value that it needs is blank.

        An area without a row in values.csv holds no property, and adds nothing.
        """
        own = self._own.get(levy.levy)
        if own is None:
            parts = self._in_areas.get(levy.levy)
            if parts is None:
                raise NotKnown("a value in one of its areas")
            total = sum(parts, ZERO)
            if levy.levy in self._rows:
                total = base_over(levy.base, self._rows[levy.levy])
            count = "its area" if len(parts) == 1 else f"its {len(parts)} areas"
            return LevyValue(total, total, f"values.csv, the {levy.base} value of {count}")
        here = [row.base for row in own if row.county == self._county]
        if not here:
            raise NotKnown(f"its value in {self._county} County (levy_values.csv)")
        counties = " and ".join(row.county for row in own)
        whole = sum((row.base for row in own), start=ZERO)
        return LevyValue(whole, here[0], f"levy_values.csv, {counties}")

    def area(self, area: str) -> AreaValues | None:
        """Return an area's values, or None where it has no row."""
        return self._areas.get(area)

    def bases(self, area: str) -> Mapping[Base, Decimal]:
        """Return an area's value on each base that is levied on there; `UNKNOWN` where it is."""
        return self._bases.get(area, _NO_ROW)


def _known_base(base: Base, row: AreaValues) -> Decimal:
    try:
        return area_base(base, row)
    except NotKnown:
        return UNKNOWN
