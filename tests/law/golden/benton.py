"""Benton County's 2025 season, read from its example folder and computed once."""

from functools import cache
from pathlib import Path

from levy.importers.season_folder import read_season_folder
from levy.law.season import LevyResult, Season, SeasonResult
from levy.law.washington.season import calculate
from levy.params.washington import law

FOLDER = Path(__file__).parents[3] / "examples" / "benton-2025"


@cache
def season() -> Season:
    """Return the season as it came in."""
    read, problems = read_season_folder(FOLDER)
    assert read is not None, "\n".join(map(str, problems))
    return read


@cache
def result() -> SeasonResult:
    """Return the season, computed."""
    return calculate(season(), law(2025))


@cache
def levy(code: str) -> LevyResult:
    """Return one levy, computed."""
    return next(computed for computed in result().levies if computed.levy == code)
