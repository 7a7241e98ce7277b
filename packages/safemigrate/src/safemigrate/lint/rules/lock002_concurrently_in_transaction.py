"""CONCURRENTLY fails inside a transaction.

Alembic runs a revision in a transaction, where PostgreSQL rejects CREATE INDEX,
DROP INDEX, REINDEX and DETACH PARTITION with CONCURRENTLY. Leave it with an
autocommit_block:

    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_user_id", "orders", ["user_id"],
            postgresql_concurrently=True,
        )

Give the statement a revision of its own, because the block commits what came
before it. If the statement then fails, that part stays, the revision is not
recorded, and running it again fails with "already exists".

https://alembic.sqlalchemy.org/en/latest/api/runtime.html#alembic.runtime.migration.MigrationContext.autocommit_block
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import (
    CreateIndex,
    DetachPartition,
    DropIndex,
    Other,
    Query,
    Reindex,
    SetParameter,
    Transaction,
)
from safemigrate.lint.wording import autocommit_block, execute_call

ID = "LOCK002"

_WORDS = {
    CreateIndex: "CREATE INDEX",
    DropIndex: "DROP INDEX",
    Reindex: "REINDEX",
    DetachPartition: "DETACH PARTITION",
}


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        statement = _concurrent_statement(step)
        if statement is None:
            continue
        if step.transaction is not None:
            yield Finding(
                ID,
                step.lines,
                f"PostgreSQL rejects {statement} CONCURRENTLY inside a transaction: this revision "
                "fails.",
                f"run it outside a transaction:\n{autocommit_block(execute_call(step.text))}",
            )
    yield from _split_revision(migration)


def _concurrent_statement(step: Step) -> str | None:
    operation = step.operation
    return _WORDS.get(type(operation)) if getattr(operation, "concurrently", False) else None


def _split_revision(migration: Migration) -> Iterator[Finding]:
    """Yield a finding if an autocommit block commits earlier statements."""
    outside = [step for step in migration.steps if step.transaction is None]
    first = next((step for step in outside if not isinstance(step.operation, Transaction)), None)
    if first is None:
        return
    for step in migration.steps:
        if step is first:
            return
        if isinstance(step.operation, SetParameter | Query | Other | Transaction):
            continue  # a second run does not fail on it
        yield Finding(
            ID,
            first.lines,
            f"The autocommit block commits line {step.line} of this revision even if the block "
            "fails; running the revision again then fails there, because the line has already run.",
            "move the block to a revision of its own, after this one:\n"
            + autocommit_block(execute_call(first.text)),
        )
        return
