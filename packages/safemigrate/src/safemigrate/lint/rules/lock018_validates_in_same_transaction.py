"""NOT VALID and VALIDATE in one transaction block as long as the plain constraint would.

ADD CONSTRAINT … NOT VALID takes its strong lock for a moment, if the
transaction ends there. With VALIDATE CONSTRAINT in the same transaction the
lock is kept through the scan, and nothing is won.

Validate in the next revision:

    # 0041
    def upgrade():
        op.create_check_constraint(
            "ck_orders_total", "orders", "total >= 0",
            postgresql_not_valid=True,
        )

    # 0042
    def upgrade():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

Each revision needs a transaction of its own for that: safemigrate's env.py
sees to it, and in an older env.py transaction_per_migration=True does.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, ValidateConstraint
from safemigrate.lint.wording import stops_all

ID = "LOCK018"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ValidateConstraint):
        if migration.is_new(step, op.table):
            continue  # no rows to check
        for earlier in migration.earlier(step):
            made = earlier.operation
            if not isinstance(made, AddConstraint):
                continue
            if (made.table, made.constraint.name) != (op.table, op.name):
                continue  # added by an earlier revision: its lock is gone
            yield Finding(
                ID,
                step.lines,
                f"While every row is checked {stops_all(earlier.effects.locks)}: line "
                f"{earlier.line} adds {op.name} and keeps its lock until the transaction ends.",
                "validate it in the next revision:\n"
                f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {op.name}")',
            )
