"""The figures of a season by code, and the plain refusal to guess one that is blank."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain

from levy.kinds import Base, LevyStatus
from levy.law.season import Levy, Request, Season
from levy.law.washington.levy_value import ValuesOfSeason
from levy.law.washington.limit_levels import Component, limited_component
from levy.law.washington.not_known import NotKnown

_ACTIVE = LevyStatus.ACTIVE


class SeasonFigures:
    """A season's rows by code.

    components  what each active levy that a limit counts is, by its code
    by_base     the active levies that each area pays, by the value that they are computed on
    limited     those of them that a limit counts
    """

    def __init__(self, season: Season):
        self.season = season
        self.active = [levy for levy in season.levies if levy.status is _ACTIVE]
        self.districts = {row.district: row for row in season.districts}
        self.limits = {row.levy: row for row in season.limits}
        self.requests = {row.levy: row for row in season.requests}
        self.received = {row.levy: row for row in season.received}
        self.per_pupil = {row.levy: row.per_pupil_maximum for row in season.enrichment}
        self.parts: dict[str, list[Levy]] = defaultdict(list)
        for levy in self.active:
            if levy.part_of is not None:
                self.parts[levy.part_of].append(levy)
        self.components: dict[str, Component] = {
            levy.levy: component
            for levy in self.active
            if (component := limited_component(levy, self.districts[levy.district])) is not None
        }
        self.by_base = _by_base(season, self.active)
        self.limited: Mapping[str, Sequence[str]] = {
            area: list(filter(self.components.__contains__, chain.from_iterable(paid.values())))
            for area, paid in self.by_base.items()
        }
        self.values = ValuesOfSeason(season, self.by_base)

    def paid_in(self, area: str) -> tuple[Levy, ...]:
        """Return the active levies that an area pays, in the order of area_levies.csv."""
        by_code = {levy.levy: levy for levy in self.active}
        return tuple(
            by_code[row.levy]
            for row in self.season.area_levies
            if row.area == area and row.levy in by_code
        )

    def request(self, levy: str) -> Request:
        """Return what a district asked for; of no row, nothing."""
        return self.requests.get(levy) or Request(levy)

    def earmark(self, part: str) -> Decimal:
        """Return the rate set aside for a part; raises NotKnown while it is blank."""
        given = self.received.get(part)
        if given is None or given.rate is None:
            raise NotKnown(f"the rate set aside for {part} (received_rates.csv)")
        return given.rate


def _by_base(season: Season, active: Sequence[Levy]) -> Mapping[str, Mapping[Base, Sequence[str]]]:
    base_of = {levy.levy: levy.base for levy in active}
    paid: dict[str, dict[Base, list[str]]] = {area.area: {} for area in season.areas}
    for row in season.area_levies:
        code = row.levy
        if code in base_of:
            here, base = paid[row.area], base_of[code]
            if base in here:
                here[base].append(code)
            else:
                here[base] = [code]
    return paid
