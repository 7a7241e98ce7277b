"""Tests whether two revisions commute: both orders give the same result on throwaway databases.

Databases that have one of them get the other next, so both orders occur.  Each order starts from
a copy of the database that both follow, with a row in every table.
"""

from __future__ import annotations

from collections.abc import Iterator

from alembic.script import ScriptDirectory

from safemigrate.catalogue.comparison import Difference, differences, main_differences
from safemigrate.clone.clone import Clone
from safemigrate.postgres.alembic_private import all_down_revisions
from safemigrate.testing.bench import Bench, open_bench
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.seeded import (
    changed_rows,
    plant_rows,
    row_count_differences,
    unstable_columns,
)
from safemigrate.testing.teams.team_errors import DoNotCommute, NotTwo
from safemigrate.testing.walk import State, state_of, version_table

Pair = tuple[str, str]


def prove(directory: str | None, revisions: tuple[str, ...]) -> Pair:
    """Return the two revisions if they commute; raise NotTwo or DoNotCommute.

    revisions  as in `db merge`; none means all heads
    """
    with open_bench(directory) as bench:
        scripts = bench.project.script.get_revisions(revisions or "heads")
        names = sorted({script.revision for script in scripts if script is not None})
        if len(names) != 2:
            raise NotTwo(names)
        pair = (names[0], names[1])
        conflicts = _conflicts(bench, pair)
        if conflicts:
            raise DoNotCommute(pair, conflicts)
        return pair


def _conflicts(bench: Bench, pair: Pair) -> list[str]:
    with bench.shelf.temporary_copy(bench.shelf.pristine) as clone:
        for revision in _both_follow(bench.project.script, pair):
            bench.project.up(clone, revision)
        with bench.shelf.temporary_copy(clone) as filled:
            with filled.address.connect() as connection:
                plant_rows(connection, version_table())
            try:
                return _of_both_orders(bench, filled, pair)
            except StepFailed as failure:
                if not failure.caused_by_rows:
                    return [failure.sentence]
        try:
            return _of_both_orders(bench, clone, pair)
        except StepFailed as failure:
            return [failure.sentence]


def _both_follow(script: ScriptDirectory, pair: Pair) -> list[str]:
    """Return the newest of the revisions that both follow, the older first."""
    first, second = (
        {script_.revision for script_ in script.walk_revisions("base", rev)} for rev in pair
    )
    common = [script_ for script_ in script.walk_revisions() if script_.revision in first & second]
    followed = {name for script_ in common for name in all_down_revisions(script_)}
    return [script_.revision for script_ in reversed(common) if script_.revision not in followed]


def _of_both_orders(bench: Bench, clone: Clone, pair: Pair) -> list[str]:
    """Return a clause for each difference between the two orders; raise StepFailed."""
    first, second = _after(bench, clone, pair), _after(bench, clone, (pair[1], pair[0]))
    reported = main_differences(
        differences(first.catalogue, second.catalogue), first.catalogue, second.catalogue
    )
    clauses = [clause for difference in reported for clause in _clauses(difference, pair)]
    counts = row_count_differences(second.rows, first.rows)
    if counts:
        return clauses + [f"{clause} if {pair[0]} comes first" for clause in counts]
    if changed_rows(second.rows, first.rows, exclude=set()):
        clauses += [
            f"{clause} if {pair[0]} comes before {pair[1]}"
            for clause in _by_more_than_chance(bench, clone, pair, first, second)
        ]
    return clauses


def _by_more_than_chance(
    bench: Bench, clone: Clone, pair: Pair, first: State, second: State
) -> list[str]:
    """Return a clause for each table whose rows depend on the order, not on a clock or random().

    A clock gives a column different values in every run.  If one order gives the same values twice
    and the other does not, the values depend on the order.
    """
    chance = unstable_columns(first.rows, _after(bench, clone, pair).rows)
    chance &= unstable_columns(second.rows, _after(bench, clone, (pair[1], pair[0])).rows)
    return changed_rows(second.rows, first.rows, exclude=chance)


def _clauses(difference: Difference, pair: Pair) -> Iterator[str]:
    """Yield the clauses of a difference; the live side has the pair in its given order."""
    name = f"{difference.thing.kind} {difference.thing.name}"
    if difference.live is None or difference.expected is None:
        yield f"{name} exists only if {pair[0] if difference.live else pair[1]} comes first"
    elif not difference.facts:
        yield f"{name} is named {difference.expected.name} if {pair[1]} comes first"
    for fact, values in difference.facts.items():
        texts = [
            f"{value or 'none'} if {revision} comes first"
            for value, revision in zip(values, pair, strict=True)
        ]
        yield f"{name} has {fact} {' and '.join(texts)}"


def _after(bench: Bench, clone: Clone, order: Pair) -> State:
    """Return the database after both revisions in this order; raise StepFailed."""
    with bench.shelf.temporary_copy(clone) as copy:
        for place, revision in enumerate(order):
            try:
                bench.project.up(copy, revision)
            except StepFailed as failure:
                when = f"after {order[0]}" if place else "alone"
                raise StepFailed(
                    f"{revision} cannot be applied {when}: {failure.sentence}",
                    caused_by_rows=failure.caused_by_rows,
                ) from failure
        return state_of(copy)
