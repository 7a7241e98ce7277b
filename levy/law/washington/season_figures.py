"""The figures of a season by code, and the plain refusal to guess one that is blank."""

from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.season import Levy, Request, Season
from levy.law.washington.levy_value import ValuesOfSeason
from levy.law.washington.who_pays import who_pays


class SeasonFigures:
    """A season's rows by code; `who_pays` tells what the fields are that come from it."""

    def __init__(self, season: Season):
        self.season = season
        who = who_pays(season)
        self.active, self.districts, self.parts = who.active, who.districts, who.parts
        self.components, self.by_base, self.limited = who.components, who.by_base, who.limited
        self.limits = {row.levy: row for row in season.limits}
        self.requests = {row.levy: row for row in season.requests}
        self.received = {row.levy: row for row in season.received}
        self.per_pupil = {row.levy: row.per_pupil_maximum for row in season.enrichment}
        self.values = ValuesOfSeason(season, who)

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
