"""A revision that is killed at any of its steps goes on in the next upgrade, to the same end.

A step is what PostgreSQL commits by itself: a transaction, or a statement outside one.  The program
is killed right before and right after each (kill -9), on a database with rows; the catalogue, the
number of rows in each table and the rows that were there before are then compared with those of a
run that nobody disturbed.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import unlike
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed, not_run
from safemigrate.testing.child import Child
from safemigrate.testing.places import Places
from safemigrate.testing.seeded import changed, of_other_number, unsteady
from safemigrate.testing.walk import Stand, State, state_of

NAME = "killed"
ADVICE = (
    "Let each statement outside a transaction be one that can run again "
    "(docs/how-to/testing-migrations.md)."
)


def check_each(bench: Bench, revision: str) -> Verdict:
    stand = bench.walk.to(revision)
    if stand.after is None:
        return not_run(f"{revision} does not go up.")
    at = 0
    while True:
        at += 1
        with bench.shelf.lent(stand.before.made) as made:
            child = Child(lambda: _run(bench, stand, made, at))  # noqa: B023 (it ends here)
            child.let_go()
            ended = child.end()
            if not ended.killed and not ended.said:
                return PASSED
            if not ended.killed:
                return failed(f"{bench.named(stand.script)} ended with: {ended.said}")
            wrong = _resumed(bench, stand, made)
            if wrong:
                return failed(
                    f"{bench.named(stand.script)} was killed {_where(at)} and does not get to the "
                    f"same end: {wrong} {ADVICE}"
                )


def _run(bench: Bench, stand: Stand, made: Clone, at: int) -> None:
    bench.project.upgrade(made, stand.script.revision, ready=Places(at).watch)


def _where(at: int) -> str:
    step, after = divmod(at + 1, 2)
    return f"{'after' if after else 'before'} its step {step}"


def _resumed(bench: Bench, stand: Stand, made: Clone) -> str:
    """Run the upgrade again; return what is not as after an undisturbed one."""
    assert stand.after is not None  # noqa: S101 (for mypy)
    try:
        bench.project.up(made, stand.script.revision)
    except StepFailed as failure:
        return failure.said
    there, wanted = state_of(made), stand.after
    wrong = unlike(there.catalogue, wanted.catalogue) + of_other_number(wanted.rows, there.rows)
    if changed(wanted.rows, there.rows, besides=set()):
        # A clock or a die may be in them: what two undisturbed runs differ in is no fault.
        chance = unsteady(wanted.rows, _twin(bench, stand).rows)
        wrong += changed(wanted.rows, there.rows, besides=chance)
    return f"{'; '.join(wrong)}." if wrong else ""


def _twin(bench: Bench, stand: Stand) -> State:
    with bench.shelf.lent(stand.before.made) as made:
        bench.project.up(made, stand.script.revision)
        return state_of(made)
