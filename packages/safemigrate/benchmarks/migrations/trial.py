"""One migration by both tools, each on its own copy of the same database."""

import sys
from dataclasses import dataclass, replace

from benchmarks.migrations.advice import lint, planned_block, upgrade_asks
from benchmarks.migrations.measurement import Measurement, measure
from benchmarks.migrations.operation_log import checksum, expected
from benchmarks.migrations.project import Project
from benchmarks.migrations.scenario import Scenario
from benchmarks.migrations.server import copy_database
from benchmarks.migrations.tables import schema
from benchmarks.migrations.verdict import is_broken, waited_too_long

from localpg.server import Server

TRIES = 3
TEMPLATE = "template"
COPY = "migrated"


@dataclass(frozen=True)
class Place:
    """Where migrations are tried: a server with the filled template, and both projects."""

    server: Server
    stock: Project
    ours: Project
    rows: int


@dataclass(frozen=True)
class Trial:
    """What came of a migration.

    warned    rules that our lint names in stock's revision
    planned   the longest block that our plan predicts for stock's revision, in seconds
    asked     whether our upgrade asks before it runs stock's revision
    disputed  rules that our lint names in our own revisions
    ours      measurements of our way: others follow one that was too slow
    """

    scenario: Scenario
    warned: list[str]
    planned: float | None
    asked: bool
    disputed: list[str]
    stock: Measurement
    ours: list[Measurement]


def try_both(place: Place, scenario: Scenario) -> Trial:
    """Measure both ways; SystemExit where one fails, or they leave different schemas.

    A block that is too long is measured again, twice at most: another program may have held the
    machine up.  What is wrong with the migration itself is wrong again; an error is never excused,
    nor a lost write.
    """
    stock, wanted = _measured(place, place.stock, (scenario.stock,), scenario)
    warned, planned, asked = _warnings(place, scenario)
    disputed = lint(place.ours, place.ours.write_revisions(scenario.safe))
    ours: list[Measurement] = []
    while not ours or _may_be_the_machine(ours):
        measured, left = _measured(place, place.ours, scenario.safe, scenario)
        ours.append(measured)
        if left != wanted:
            odd = "\n".join(sorted({*left} ^ {*wanted}))
            sys.exit(f"{scenario.name}: the two ways leave different schemas:\n{odd}")
    return Trial(scenario, warned, planned, asked, disputed, stock, ours)


def _may_be_the_machine(ours: list[Measurement]) -> bool:
    return len(ours) < TRIES and waited_too_long(ours[-1]) and not is_broken(ours[-1])


def _measured(
    place: Place, project: Project, upgrades: tuple[str, ...], scenario: Scenario
) -> tuple[Measurement, list[str]]:
    project.write_revisions(upgrades)
    url = copy_database(place.server, COPY, TEMPLATE)
    steps = scenario.steps if project.is_ours else ("upgrade",)
    try:
        before = checksum(url, place.rows)
        said, measured, log = measure(project, url, place.rows, scenario, steps=steps)
        if said.status:
            sys.exit(f"{scenario.name}: flask db failed:\n{said.stderr}")
        wanted = expected(before, log, raised=scenario.raised)
        intact = checksum(url, place.rows, scenario.renamed) == wanted
        return replace(measured, intact=intact), schema(url)
    finally:
        place.server.drop_database(COPY)


def _warnings(place: Place, scenario: Scenario) -> tuple[list[str], float | None, bool]:
    files = place.ours.write_revisions((scenario.stock,))
    url = copy_database(place.server, COPY, TEMPLATE)
    try:
        planned = planned_block(place.ours, url=url)
        return lint(place.ours, files), planned, upgrade_asks(place.ours, url=url)
    finally:
        place.server.drop_database(COPY)
