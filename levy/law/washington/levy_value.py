"""The value of one levy: over its areas, or as its own row says.  RCW 84.52.080."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from levy.law.season import AreaValues, Levy, LevyValues, Season
from levy.law.units import ZERO
from levy.law.washington.not_known import NotKnown
from levy.law.washington.taxable_base import base_over


class LevyValue(NamedTuple):
    """The whole value that a rate is computed on, this county's part of it, and both's source."""

    whole: Decimal
    county: Decimal
    source: str


class ValuesOfSeason:
    """Answers which value a levy has in one season."""

    def __init__(self, season: Season):
        self._county = season.facts.county
        self._areas: dict[str, AreaValues] = {row.area: row for row in season.values}
        self._of_levy: dict[str, list[AreaValues]] = defaultdict(list)
        for row in season.area_levies:
            if row.area in self._areas:
                self._of_levy[row.levy].append(self._areas[row.area])
        self._own: dict[str, list[LevyValues]] = defaultdict(list)
        for own in season.levy_values:
            self._own[own.levy].append(own)

    def of(self, levy: Levy) -> LevyValue:
        """Return the levy's value; raises NotKnown where a value that it needs is blank.

        An area without a row in values.csv holds no property, and adds nothing.
        """
        own = self._own.get(levy.levy)
        if own is None:
            areas = self._of_levy[levy.levy]
            if not areas:
                raise NotKnown("a value in one of its areas")
            total = base_over(levy.base, areas)
            count = "its area" if len(areas) == 1 else f"its {len(areas)} areas"
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
