"""Measures how long it takes to recompute a whole season.

`python -m benchmarks.season` prints milliseconds of processor time, so that other programs on
the machine do not count.  The target is 50 ms for a season that was just read.  A second time is
for a season after an edit of a figure: `levy.law.washington.who_pays` caches who pays what until
one of its rows changes.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from levy.importers.season_folder import read_season_folder
from levy.law.season import Season
from levy.law.washington.season import calculate
from levy.params.washington import law

FOLDER = Path(__file__).parents[1] / "examples" / "benton-2025"
ROUNDS = 30
TARGET = 0.050  # seconds


def main() -> int:
    """Print the times; return 1 if a season that was just read takes longer than the target."""
    season, problems = read_season_folder(FOLDER)
    if season is None:
        print("\n".join(map(str, problems)))
        return 1
    parameters = law(season.facts.tax_year)
    result = calculate(season, parameters)
    lines = sum(len(levy.worksheet.lines) for levy in result.levies if levy.worksheet)
    print(f"{len(result.levies)} levies, {len(result.areas)} areas, {lines} lines")
    seconds = fastest(lambda: calculate(with_other_rows(season), parameters))
    print(f"recomputed in {seconds * 1000:.1f} ms (target {TARGET * 1000:.0f} ms)")
    again = fastest(lambda: calculate(season, parameters))
    print(f"with who pays what cached {again * 1000:.1f} ms")
    return 0 if seconds <= TARGET else 1


def with_other_rows(season: Season) -> Season:
    """Return the same season with a new tuple of area levies, which is not cached."""
    return replace(season, area_levies=(*season.area_levies,))


def fastest(run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of several runs, the one that was disturbed least."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
