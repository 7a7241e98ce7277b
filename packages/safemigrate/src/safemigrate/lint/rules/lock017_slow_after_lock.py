"""A slow statement after a lock keeps the table blocked until it finishes.

A lock lasts until the transaction ends. So a statement that blocks no one on
its own, such as VALIDATE CONSTRAINT, keeps a table blocked that an earlier
statement locked. Put it in the next revision:

    # 0041
    op.add_column("orders", sa.Column("state", sa.Text()))

    # 0042
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

For row changes after a lock see DATA202, for a constraint added and validated
in one revision LOCK018.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import AddConstraint, ChangeRows, ValidateConstraint
from safemigrate.lint.slow import slow_work
from safemigrate.lint.wording import consequence

ID = "LOCK017"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        work = slow_work(step, migration)
        if work is None or _has_another_rule(step, migration):
            continue
        for earlier in migration.earlier(step):
            lock = migration.blocking_lock(earlier)
            if lock is None:
                continue  # it blocks no one
            table, mode = lock
            yield Finding(
                ID,
                step.lines,
                f"During {work}, {consequence(mode, table)}: line {earlier.line} locks {table} "
                f"with {mode} until the transaction ends.",
                "move this statement to the next revision.",
            )
            break


def _has_another_rule(step: Step, migration: Migration) -> bool:
    match step.operation:
        case ChangeRows(table=table):
            return not migration.is_new(step, table)  # DATA202
        case ValidateConstraint(table=table, name=name):
            return any(
                isinstance(added := earlier.operation, AddConstraint)
                and (added.table, added.constraint.name) == (table, name)
                for earlier in migration.earlier(step)
            )  # LOCK018
        case _:
            return False
