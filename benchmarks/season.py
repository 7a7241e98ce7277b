"""How long a whole season takes to recompute, beside the bare Decimal operations of its lines.

`python -m benchmarks.season` prints the milliseconds of both and their ratio; the ratio may be
at most 3 where the law is machine code (`make compiled`; Python interprets it else, and is not
judged), and 50 ms is the target on an idle core.  It counts a season that was just read.  Who
pays what is kept while no row of it changes (`levy.law.washington.who_pays`); what the season
takes then, as after an edit of a figure, is printed below.  All are processor time, so that
other programs on the machine do not count.  What the bare side does stands in
`benchmarks.bare_season`.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from benchmarks.bare_season import bare_season
from levy.importers.season_folder import read_season_folder
from levy.law import worksheet
from levy.law.season import Season
from levy.law.washington.season import calculate
from levy.params.washington import law

FOLDER = Path(__file__).parents[1] / "examples" / "benton-2025"
ROUNDS = 30
MOST = 3
IS_COMPILED = not str(worksheet.__file__).endswith(".py")


def main() -> int:
    """Print both times and their ratio; return 1 where machine code has a ratio above 3."""
    season, problems = read_season_folder(FOLDER)
    if season is None:
        print("\n".join(map(str, problems)))
        return 1
    parameters = law(season.facts.tax_year)
    result = calculate(season, parameters)
    ours = fastest(lambda: calculate(with_other_rows(season), parameters))
    bare = fastest(bare_season(season, result))
    lines = sum(len(levy.worksheet.lines) for levy in result.levies if levy.worksheet)
    print(f"{len(result.levies)} levies, {len(result.areas)} areas, {lines} lines")
    made = "machine code" if IS_COMPILED else "interpreted"
    print(f"recomputed, {made}, in {ours * 1000:.1f} ms (target 50 ms)")
    print(f"bare Decimal operations of the same lines {bare * 1000:.1f} ms")
    bound = f"at most {MOST}" if IS_COMPILED else f"machine code: at most {MOST}"
    print(f"ratio {ours / bare:.2f} ({bound})")
    again = fastest(lambda: calculate(season, parameters))
    print(f"with who pays what kept {again * 1000:.1f} ms, ratio {again / bare:.2f}")
    return 0 if ours <= MOST * bare or not IS_COMPILED else 1


def with_other_rows(season: Season) -> Season:
    """Return the same season, its rows of who pays what in a tuple that nobody has looked at."""
    return replace(season, area_levies=(*season.area_levies,))


def fastest(run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of several runs, which other programs disturbed least."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
