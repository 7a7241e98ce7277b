"""A long statement after a lock makes everybody wait for both.

A lock is kept until the transaction ends, not until its statement does. So a
statement that would harm nobody by itself, such as VALIDATE CONSTRAINT or the
query that fills a new table, keeps a table closed that an earlier statement of
the same revision locked.

Put the long statement in the next revision:

    # 0041
    def upgrade():
        op.add_column("orders", sa.Column("state", sa.Text()))

    # 0042
    def upgrade():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

Changes of rows after a lock have a rule of their own, DATA202, and a
constraint that is added and validated in one revision has LOCK018.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import AddConstraint, ChangeRows, CreateTable, ValidateConstraint
from safemigrate.lint.slow import slow
from safemigrate.lint.wording import stops

ID = "LOCK017"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        what = slow(step, migration)
        if what is None or _has_another_rule(step, migration):
            continue
        for earlier in migration.earlier(step):
            held = _held(earlier, migration)
            if held is None:
                continue  # nobody waits for this one
            table, mode = held
            yield Finding(
                ID,
                step.lines,
                f"During {what} {stops(mode, table)}: line {earlier.line} locks {table} with "
                f"{mode} until the transaction ends.",
                "move this statement to the next revision.",
            )
            break


def _held(step: Step, migration: Migration) -> tuple[str, str] | None:
    if isinstance(step.operation, CreateTable):
        return None  # LOCK019
    for table, mode in step.effects.locks.items():
        if mode in BLOCKS_WRITING and not migration.is_new(step, table):
            return table, mode
    return None


def _has_another_rule(step: Step, migration: Migration) -> bool:
    match step.operation:
        case ChangeRows(table=table):
            return not migration.is_new(step, table)  # DATA202
        case ValidateConstraint(table=table, name=name):
            return any(
                isinstance(made := earlier.operation, AddConstraint)
                and (made.table, made.constraint.name) == (table, name)
                for earlier in migration.earlier(step)
            )  # LOCK018
        case _:
            return False
