"""A season as a person meets it: its inputs, and its results once it is computed."""

from datetime import datetime
from typing import Any, NamedTuple

from levy.law.season import Season, SeasonResult


class SeasonView(NamedTuple):
    """A season and what it computed to.

    result            None while the season is not computed
    computed_at       when it was computed
    snapshot_version  version of the value snapshot that the season holds now
    computed_from     version that the result was computed from
    fingerprint       the start of the SHA-256 of the rates.csv that the results are exported as
    """

    season: Season
    result: SeasonResult | None
    computed_at: datetime | None
    snapshot_version: int
    computed_from: int | None
    fingerprint: str | None = None

    @property
    def stale(self) -> bool:
        """Whether the result was computed from older values than the season holds now."""
        return self.result is not None and self.computed_from != self.snapshot_version


class SeasonName(NamedTuple):
    """How a season is told from others."""

    county: str
    state: str
    tax_year: int


class SeasonStamp(NamedTuple):
    """A season and what marks its state as it stands now.

    A computed season changes by being computed anew only: new inputs remove its results.
    """

    name: SeasonName
    computed: bool
    marks: tuple[Any, ...]
