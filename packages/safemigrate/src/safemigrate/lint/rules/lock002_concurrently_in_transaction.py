"""CONCURRENTLY is refused in a transaction, and ends one that others thought was whole.

PostgreSQL refuses CREATE INDEX, DROP INDEX, REINDEX and DETACH PARTITION with
CONCURRENTLY inside a transaction, and Alembic runs a revision in one. Put the
statement in an autocommit_block:

    def upgrade():
        with op.get_context().autocommit_block():
            op.create_index(
                "ix_orders_user_id", "orders", ["user_id"],
                postgresql_concurrently=True,
            )

The block commits what the revision did before it. If the statement in the
block then fails, the first half is kept, the revision is not noted as applied,
and running it again stops at "already exists". So give the statement a
revision of its own.

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
from safemigrate.lint.wording import alone, executed

ID = "LOCK002"

_WORDS = {
    CreateIndex: "CREATE INDEX",
    DropIndex: "DROP INDEX",
    Reindex: "REINDEX",
    DetachPartition: "DETACH PARTITION",
}


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        what = _concurrent(step)
        if what is None:
            continue
        if step.transaction is not None:
            yield Finding(
                ID,
                step.lines,
                f"{what} CONCURRENTLY is refused inside a transaction: this revision fails.",
                f"run it outside of one:\n{alone(executed(step.text))}",
            )
    yield from _halves(migration)


def _concurrent(step: Step) -> str | None:
    operation = step.operation
    return _WORDS.get(type(operation)) if getattr(operation, "concurrently", False) else None


def _halves(migration: Migration) -> Iterator[Finding]:
    """Yield a finding where a block commits what stands before it."""
    outside = [step for step in migration.steps if step.transaction is None]
    first = next((step for step in outside if not isinstance(step.operation, Transaction)), None)
    if first is None:
        return
    for step in migration.steps:
        if step is first:
            return
        if isinstance(step.operation, SetParameter | Query | Other | Transaction):
            continue  # leaves nothing behind that a second run would trip over
        yield Finding(
            ID,
            first.lines,
            f"The autocommit block keeps line {step.line} of this revision even if the block "
            "fails; running the revision again then stops there, because it is already done.",
            "move the block to a revision of its own, after this one:\n"
            + alone(executed(first.text)),
        )
        return
