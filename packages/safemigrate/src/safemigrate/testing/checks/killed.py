"""A revision that is killed at any step continues in the next upgrade, with the same result.

A step is one commit in PostgreSQL: a transaction, or a statement outside one.  The program is
killed (kill -9) right before and right after each step, on a database with rows.  Then the next
upgrade runs, and the catalogue, the number of rows in each table and the earlier rows are
compared with those of an undisturbed run.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import catalogue_differences
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed, not_run
from safemigrate.testing.child import Child
from safemigrate.testing.places import KillPoints
from safemigrate.testing.seeded import changed_rows, row_count_differences, unstable_columns
from safemigrate.testing.walk import State, Trial, state_of

NAME = "killed"
ADVICE = (
    "Write each statement outside a transaction so that it can run again "
    "(docs/how-to/testing-migrations.md)."
)


def check_each(bench: Bench, revision: str) -> Verdict:
    trial = bench.walk.to(revision)
    if trial.after is None:
        return not_run(f"{revision} cannot be applied.")
    number = 0
    while True:
        number += 1
        with bench.shelf.temporary_copy(trial.before.clone) as clone:
            child = Child(lambda: _run(bench, trial, clone, number))  # noqa: B023 (it is used up here)
            child.start()
            child_exit = child.end()
            if not child_exit.killed and not child_exit.error:
                return PASSED
            if not child_exit.killed:
                return failed(f"{bench.named(trial.script)} failed with: {child_exit.error}")
            difference = _resumed(bench, trial, clone)
            if difference:
                return failed(
                    f"{bench.named(trial.script)} was killed {_where(number)}, and running it "
                    f"again gives a different result: {difference} {ADVICE}"
                )


def _run(bench: Bench, trial: Trial, clone: Clone, number: int) -> None:
    bench.project.upgrade(clone, trial.script.revision, ready=KillPoints(number).watch)


def _where(number: int) -> str:
    step, after = divmod(number + 1, 2)
    return f"{'after' if after else 'before'} its step {step}"


def _resumed(bench: Bench, trial: Trial, clone: Clone) -> str:
    """Run the upgrade again; return how the result differs from an undisturbed run's."""
    assert trial.after is not None  # noqa: S101 (for mypy)
    try:
        bench.project.up(clone, trial.script.revision)
    except StepFailed as failure:
        return failure.sentence
    actual, wanted = state_of(clone), trial.after
    differences = catalogue_differences(actual.catalogue, wanted.catalogue)
    differences += row_count_differences(wanted.rows, actual.rows)
    if changed_rows(wanted.rows, actual.rows, exclude=set()):
        # Values may come from a clock or random(): columns that vary between runs do not count.
        chance = unstable_columns(wanted.rows, _twin(bench, trial).rows)
        differences += changed_rows(wanted.rows, actual.rows, exclude=chance)
    return f"{'; '.join(differences)}." if differences else ""


def _twin(bench: Bench, trial: Trial) -> State:
    with bench.shelf.temporary_copy(trial.before.clone) as clone:
        bench.project.up(clone, trial.script.revision)
        return state_of(clone)
