"""A revision is upgraded, downgraded and upgraded again on a database with rows.

The downgrade restores the earlier catalogue and keeps every earlier row; the second upgrade gives
the same result as the first.  A revision is excused if its downgrade() says that it cannot be
undone (`raise NotImplementedError("why")`, or `# migrate: allow REV301: why`), and it is excused
from keeping rows if it says `loses = "what, and why"`.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import catalogue_differences
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, excused, failed
from safemigrate.testing.excuse import why_no_way_back, why_rows_are_lost
from safemigrate.testing.seeded import lost_rows, plant_rows
from safemigrate.testing.walk import Trial, catalogue_of, state_of, version_table

NAME = "there-and-back"
SOFTLY = (
    "Keep them (op.drop_column_softly, op.drop_table_softly, a separate column), or say in the "
    'file what is lost and why: loses = "…".'
)


def check_each(bench: Bench, revision: str) -> Verdict:
    trial = bench.walk.to(revision)
    revision_name = bench.named(trial.script)
    if trial.after is None:
        return failed(f"{revision_name} cannot be applied to a database with rows. {trial.failure}")
    reason = why_no_way_back(trial.script)
    if reason:
        return excused(f"{revision_name} cannot be undone: {reason}")
    with bench.shelf.temporary_copy(trial.after.clone) as clone:
        with clone.address.connect() as connection:
            # In the tables and columns that it created.
            plant_rows(connection, version_table(), before=trial.before.rows)
        try:
            bench.project.down(clone, revision)
        except NotImplementedError as error:
            return _refused(revision_name, str(error))
        except StepFailed as failure:
            return failed(f"{revision_name} cannot be downgraded. {failure.sentence}")
        return _compared(bench, trial, clone)


def _refused(revision_name: str, reason: str) -> Verdict:
    if reason:
        return excused(f"{revision_name} cannot be undone: {reason}")
    return failed(
        f"{revision_name} cannot be undone and does not say why: raise NotImplementedError with "
        "the reason, for the person who wants to downgrade."
    )


def _compared(bench: Bench, trial: Trial, clone: Clone) -> Verdict:
    revision_name, downgraded = bench.named(trial.script), state_of(clone)
    differences = catalogue_differences(downgraded.catalogue, trial.before.catalogue)
    if differences:
        return failed(
            f"{revision_name} is not undone by its downgrade: {'; '.join(differences)}. Make "
            "downgrade() undo everything that upgrade() does."
        )
    loses = why_rows_are_lost(trial.script)
    losses = lost_rows(trial.before.rows, downgraded.rows)
    if losses and not loses:
        return failed(
            f"{revision_name} loses rows when upgraded and downgraded: "
            f"{'; '.join(losses.values())}. {SOFTLY}"
        )
    return _again(bench, trial, clone) or (
        excused(f"{revision_name} loses rows when upgraded and downgraded: {loses}")
        if losses
        else PASSED
    )


def _again(bench: Bench, trial: Trial, clone: Clone) -> Verdict | None:
    """Return the verdict of a failed second upgrade; None if it succeeds."""
    revision_name = bench.named(trial.script)
    try:
        bench.project.up(clone, trial.script.revision)
    except StepFailed as failure:
        return failed(
            f"{revision_name} cannot be applied again after its downgrade. {failure.sentence}"
        )
    assert trial.after is not None  # noqa: S101 (for mypy)
    differences = catalogue_differences(catalogue_of(clone), trial.after.catalogue)
    if differences:
        return failed(
            f"{revision_name} gives a different result when upgraded again after its downgrade: "
            f"{'; '.join(differences)}. Make downgrade() remove what upgrade() created."
        )
    return None
