"""Two revisions commute where both orders leave the same: tried on throw-away databases.

A database that has one of them gets the other next, so that both orders happen.  Each starts from a
copy of what both follow, with a row in every table.
"""

from __future__ import annotations

from collections.abc import Iterator

from alembic.script import ScriptDirectory

from safemigrate.catalogue.comparison import Difference, differences, main_differences
from safemigrate.clone.clone import Clone
from safemigrate.postgres.alembic_private import all_down_revisions
from safemigrate.testing.bench import Bench, bench
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.seeded import changed, of_other_number, plant_rows, unsteady
from safemigrate.testing.teams.team_errors import DoNotCommute, NotTwo
from safemigrate.testing.walk import State, state_of, version_table

Pair = tuple[str, str]


def prove(directory: str | None, revisions: tuple[str, ...]) -> Pair:
    """Return the two revisions that were named; raise NotTwo or DoNotCommute.

    revisions  as `db merge` takes them; none means all heads
    """
    with bench(directory) as lent:
        found = lent.project.script.get_revisions(revisions or "heads")
        names = sorted({script.revision for script in found if script is not None})
        if len(names) != 2:
            raise NotTwo(names)
        pair = (names[0], names[1])
        conflicts = _conflicts(lent, pair)
        if conflicts:
            raise DoNotCommute(pair, conflicts)
        return pair


def _conflicts(lent: Bench, pair: Pair) -> list[str]:
    with lent.shelf.lent(lent.shelf.pristine) as made:
        for revision in _both_follow(lent.project.script, pair):
            lent.project.up(made, revision)
        with lent.shelf.lent(made) as filled:
            with filled.address.connect() as connection:
                plant_rows(connection, version_table())
            try:
                return _of_both_orders(lent, filled, pair)
            except StepFailed as failure:
                if not failure.rows:
                    return [failure.said]
        try:
            return _of_both_orders(lent, made, pair)
        except StepFailed as failure:
            return [failure.said]


def _both_follow(script: ScriptDirectory, pair: Pair) -> list[str]:
    """Return the newest of the revisions that both follow, the older first."""
    one, other = ({each.revision for each in script.walk_revisions("base", rev)} for rev in pair)
    both = [each for each in script.walk_revisions() if each.revision in one & other]
    followed = {name for each in both for name in all_down_revisions(each)}
    return [each.revision for each in reversed(both) if each.revision not in followed]


def _of_both_orders(lent: Bench, made: Clone, pair: Pair) -> list[str]:
    """Return a clause for each thing that the order decides; raise StepFailed."""
    first, second = _after(lent, made, pair), _after(lent, made, (pair[1], pair[0]))
    found = main_differences(
        differences(first.catalogue, second.catalogue), first.catalogue, second.catalogue
    )
    clauses = [clause for each in found for clause in _clauses(each, pair)]
    numbers = of_other_number(second.rows, first.rows)
    if numbers:
        return clauses + [f"{said}, where {pair[0]} comes first" for said in numbers]
    if changed(second.rows, first.rows, besides=set()):
        clauses += [
            f"{said}, where {pair[0]} comes first and not {pair[1]}"
            for said in _by_more_than_chance(lent, made, pair, first, second)
        ]
    return clauses


def _by_more_than_chance(
    lent: Bench, made: Clone, pair: Pair, first: State, second: State
) -> list[str]:
    """Return a clause for each table whose rows the order decides, and not a clock or a die.

    Those give a column other values in every run.  Where one order leaves the same twice and the
    other does not, the order decides.
    """
    chance = unsteady(first.rows, _after(lent, made, pair).rows)
    chance &= unsteady(second.rows, _after(lent, made, (pair[1], pair[0])).rows)
    return changed(second.rows, first.rows, besides=chance)


def _clauses(each: Difference, pair: Pair) -> Iterator[str]:
    """Yield what differs; the live side is the order of the pair as it stands."""
    name = f"{each.thing.kind} {each.thing.name}"
    if each.live is None or each.expected is None:
        yield f"{name} is there only where {pair[0] if each.live else pair[1]} comes first"
    elif not each.facts:
        yield f"{name} is {each.expected.name} where {pair[1]} comes first"
    for fact, values in each.facts.items():
        texts = [
            f"{value or 'none'} where {who} comes first"
            for value, who in zip(values, pair, strict=True)
        ]
        yield f"{name} has {fact} {' and '.join(texts)}"


def _after(lent: Bench, made: Clone, order: Pair) -> State:
    """Return what the two leave in this order; raise StepFailed."""
    with lent.shelf.lent(made) as copied:
        for place, revision in enumerate(order):
            try:
                lent.project.up(copied, revision)
            except StepFailed as failure:
                where = f"after {order[0]}" if place else "by itself"
                said = f"{revision} does not go up {where}: {failure.said}"
                raise StepFailed(said, rows=failure.rows) from failure
        return state_of(copied)
