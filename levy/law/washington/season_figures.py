"""The inputs of a season by code; a blank that is needed raises NotKnown and is never guessed."""

from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.season import Levy, Request, Season
from levy.law.washington.levy_value import ValuesOfSeason
from levy.law.washington.who_pays import who_pays


class SeasonFigures:
    """A season's rows by code; see `WhoPays` for the fields that come from there."""

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
        """Return a district's request; an empty one if it has no row."""
        return self.requests.get(levy) or Request(levy)

    def earmark(self, part: str) -> Decimal:
        """Return the rate set aside for a part; raises NotKnown while it is blank."""
        row = self.received.get(part)
        if row is None or row.rate is None:
            raise NotKnown(f"the rate set aside for {part} (received_rates.csv)")
        return row.rate
