"""NOT VALID and VALIDATE in one transaction block as long as a plain constraint.

ADD CONSTRAINT … NOT VALID holds its strong lock until the transaction ends, so
also during the check. Move VALIDATE CONSTRAINT to the next revision, or use an
operation that commits in between:

    op.add_check_safely("ck_orders_total", "orders", "total >= 0")

Each revision needs its own transaction: in an env.py older than safemigrate's,
set transaction_per_migration=True.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, ValidateConstraint
from safemigrate.lint.wording import consequences

ID = "LOCK018"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ValidateConstraint):
        if migration.is_new(step, op.table):
            continue  # no rows to check
        for earlier in migration.earlier(step):
            added = earlier.operation
            if not isinstance(added, AddConstraint):
                continue
            if (added.table, added.constraint.name) != (op.table, op.name):
                continue  # added by an earlier revision: its lock is released
            yield Finding(
                ID,
                step.lines,
                f"While every row is checked, {consequences(earlier.effects.locks)}: line "
                f"{earlier.line} adds {op.name} and holds its lock until the transaction ends.",
                "validate it in the next revision:\n"
                f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {op.name}")',
            )
