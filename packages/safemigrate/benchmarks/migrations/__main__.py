"""How long migrations hold up an application: stock Flask-Migrate and safemigrate side by side.

    python -m benchmarks.migrations [--rows N] [--only NAME]

Each migration runs twice on its own copy of the same database, once with each tool, while four
readers, four writers and a bystander keep their schedules.  Exit status 1 where, by ours, a
request got an error or waited longer than twice the lock timeout plus 100 ms plus the longest
request of the same run's idle seconds; where a write was lost or made twice; where lint finds fault
with our way; where upgrade does not ask before it rewrites a large table; and, from ten million
rows on, where a change of every row has less than two thirds of one UPDATE's throughput or writers'
p99 is more than three times the idle one.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.migrations import report, tables
from benchmarks.migrations.project import TOOLS, Project, make_project
from benchmarks.migrations.scenarios import SCENARIOS
from benchmarks.migrations.server import SETTINGS, server_for
from benchmarks.migrations.trial import TEMPLATE, Place, Trial, try_both
from benchmarks.migrations.verdict import is_safe, keeps_pace

LARGE = 1_000_000  # rows: what takes a moment is not asked about
FULL = 10_000_000  # rows: with fewer, the starts of programs are what takes time


def make_template(url: str, folder: Path, rows: int) -> tuple[Project, Project]:
    """Make both projects, and fill the tables of their first revision."""
    stock, ours = (make_project(folder / tool, tool, url, tables.CREATE) for tool in TOOLS)
    said = stock.run("upgrade", url=url)
    if said.status:
        sys.exit(f"The tables could not be made:\n{said.stderr}")
    tables.fill(url, rows)
    return stock, ours


def is_proved(trial: Trial, rows: int) -> bool:
    """Return whether our way was safe and quick, lint agrees, and upgrade asked where it must."""
    ours, scenario = trial.ours[-1], trial.scenario
    asked = trial.asked or not scenario.must_ask or rows < LARGE
    quick = rows < FULL or not scenario.raised or keeps_pace(trial.stock, ours)
    return asked and quick and not trial.disputed and is_safe(ours)


def main() -> None:
    """Measure, print, and exit with 1 where a migration by ours was not safe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=FULL)
    parser.add_argument("--only", default="", help="migrations with this in their name")
    options = parser.parse_args()
    chosen = [scenario for scenario in SCENARIOS if options.only in scenario.name]
    if not chosen:
        names = "; ".join(scenario.name for scenario in SCENARIOS)
        parser.error(f"no migration has {options.only!r} in its name: {names}")
    with server_for(options.rows) as server, tempfile.TemporaryDirectory() as folder:
        server.create_database(TEMPLATE)
        url = server.url(TEMPLATE)
        stock, ours = make_template(url, Path(folder), options.rows)
        print(report.circumstances(options.rows, tables.size(url), server, SETTINGS))
        print(report.HEAD, flush=True)
        place = Place(server, stock, ours, options.rows)
        missed = []
        for scenario in chosen:
            trial = try_both(place, scenario)
            print("\n".join(report.rows_of(trial)), flush=True)
            if not is_proved(trial, options.rows):
                missed.append(scenario.name)
    print(f"\nLoad average of the machine after: {os.getloadavg()[0]:.1f}.")
    print(f"Not safe by ours: {', '.join(missed)}." if missed else "By ours, all were safe.")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
