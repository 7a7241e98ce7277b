"""A slow statement after a lock keeps the locked table blocked until it finishes.

A lock is held until the transaction ends, not until its statement ends. A
statement that would block no one on its own, such as VALIDATE CONSTRAINT or the
query that fills a new table, keeps a table blocked if an earlier statement of
the same revision locked it.

Put the slow statement in the next revision:

    # 0041
    def upgrade():
        op.add_column("orders", sa.Column("state", sa.Text()))

    # 0042
    def upgrade():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

Row changes after a lock have their own rule, DATA202, and a constraint that is
added and validated in one revision has LOCK018.

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
