"""A revision goes up, down and up again on a database with rows.

Down leaves the catalogue as it was before, and every row that was there; up again makes what it
made the first time.  A revision is excused that says in downgrade() that there is no way back
(`raise NotImplementedError("why")`, or `# migrate: allow REV301: why`), and one that says
`loses = "what, and why"` is excused from bringing rows back.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import unlike
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, excused, failed
from safemigrate.testing.excuse import why_no_way_back, why_rows_are_lost
from safemigrate.testing.seeded import lost, plant_rows
from safemigrate.testing.walk import Stand, catalogue_of, state_of, version_table

NAME = "there-and-back"
SOFTLY = (
    "Keep them (op.drop_column_softly, op.drop_table_softly, a column of their own), or say in "
    'the file what is lost and why: loses = "…".'
)


def check_each(bench: Bench, revision: str) -> Verdict:
    stand = bench.walk.to(revision)
    named = bench.named(stand.script)
    if stand.after is None:
        return failed(f"{named} does not go up on a database with rows. {stand.failure}")
    reason = why_no_way_back(stand.script)
    if reason:
        return excused(f"{named} cannot be undone: {reason}")
    with bench.shelf.lent(stand.after.made) as made:
        with made.address.connect() as connection:
            # In the tables and the columns that it made.
            plant_rows(connection, version_table(), before=stand.before.rows)
        try:
            bench.project.down(made, revision)
        except NotImplementedError as error:
            return _refused(named, str(error))
        except StepFailed as failure:
            return failed(f"{named} does not go down. {failure.said}")
        return _compared(bench, stand, made)


def _refused(named: str, reason: str) -> Verdict:
    if reason:
        return excused(f"{named} cannot be undone: {reason}")
    return failed(
        f"{named} cannot be undone and does not say why: raise NotImplementedError with a sentence "
        "for the person who wants to go back."
    )


def _compared(bench: Bench, stand: Stand, made: Clone) -> Verdict:
    named, back = bench.named(stand.script), state_of(made)
    left = unlike(back.catalogue, stand.before.catalogue)
    if left:
        return failed(
            f"{named} is not undone by its downgrade: {'; '.join(left)}. Let downgrade() undo all "
            "that upgrade() does."
        )
    loses = why_rows_are_lost(stand.script)
    gone = lost(stand.before.rows, back.rows)
    if gone and not loses:
        return failed(
            f"{named} loses rows on the way up and down: {'; '.join(gone.values())}. {SOFTLY}"
        )
    return _again(bench, stand, made) or (
        excused(f"{named} loses rows on the way up and down: {loses}") if gone else PASSED
    )


def _again(bench: Bench, stand: Stand, made: Clone) -> Verdict | None:
    """Return what is wrong with the second way up, if anything is."""
    named = bench.named(stand.script)
    try:
        bench.project.up(made, stand.script.revision)
    except StepFailed as failure:
        return failed(f"{named} does not go up a second time, after going down. {failure.said}")
    assert stand.after is not None  # noqa: S101 (for mypy)
    left = unlike(catalogue_of(made), stand.after.catalogue)
    if left:
        return failed(
            f"{named} makes something else after going down and up again: {'; '.join(left)}. Let "
            "downgrade() take away what upgrade() made."
        )
    return None
