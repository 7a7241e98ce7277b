"""A season opened to read: its inputs, and its results once it is computed."""

from datetime import datetime
from typing import Any, NamedTuple

from levy.law.season import Season, SeasonResult


class OpenedSeason(NamedTuple):
    """A season and its results.

    result            None until the season is computed
    computed_at       when it was computed
    snapshot_version  version of the season's latest value snapshot
    computed_from     version of the snapshot that the result was computed from
    fingerprint       first digits of the SHA-256 of rates.csv, as exported
    """

    season: Season
    result: SeasonResult | None
    computed_at: datetime | None
    snapshot_version: int
    computed_from: int | None
    fingerprint: str | None = None

    @property
    def stale(self) -> bool:
        """Whether the result was computed from older values than the season's latest."""
        return self.result is not None and self.computed_from != self.snapshot_version


class SeasonName(NamedTuple):
    """What identifies a season."""

    county: str
    state: str
    tax_year: int


class SeasonStamp(NamedTuple):
    """A season's name, and marks that identify its present state.

    A computed season changes only if it is computed again: new inputs remove its results.
    """

    name: SeasonName
    computed: bool
    marks: tuple[Any, ...]
