"""The figures of a season by levy, and the plain refusal to guess one that is blank."""

from collections import defaultdict
from decimal import Decimal

from levy.kinds import LevyStatus
from levy.law.season import Levy, Season
from levy.law.washington.levy_value import ValuesOfSeason
from levy.law.washington.not_known import NotKnown


class SeasonFigures:
    """A season's rows by code."""

    def __init__(self, season: Season):
        self.season = season
        self.values = ValuesOfSeason(season)
        self.active = [levy for levy in season.levies if levy.status is LevyStatus.ACTIVE]
        self.districts = {row.district: row for row in season.districts}
        self.limits = {row.levy: row for row in season.limits}
        self.requests = {row.levy: row for row in season.requests}
        self.received = {row.levy: row for row in season.received}
        self.per_pupil = {row.levy: row.per_pupil_maximum for row in season.enrichment}
        # The active levies that each area pays, in the order of area_levies.csv.
        self.of_area: dict[str, list[Levy]] = defaultdict(list)
        by_code = {levy.levy: levy for levy in self.active}
        for row in season.area_levies:
            if row.levy in by_code:
                self.of_area[row.area].append(by_code[row.levy])
        self.parts: dict[str, list[Levy]] = defaultdict(list)
        for levy in self.active:
            if levy.part_of is not None:
                self.parts[levy.part_of].append(levy)

    def certified(self, levy: str) -> Decimal:
        """Return the amount that a district certified; raises NotKnown while it is blank."""
        request = self.requests.get(levy)
        if request is None or request.certified_amount is None:
            raise NotKnown("the amount that the district certifies (requests.csv)")
        return request.certified_amount

    def earmark(self, part: str) -> Decimal:
        """Return the rate set aside for a part; raises NotKnown while it is blank."""
        given = self.received.get(part)
        if given is None or given.rate is None:
            raise NotKnown(f"the rate set aside for {part} (received_rates.csv)")
        return given.rate
