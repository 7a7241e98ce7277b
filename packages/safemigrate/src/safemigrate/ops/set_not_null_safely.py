"""A column becomes NOT NULL, and its rows are looked through while everybody works."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import chosen_by_postgresql, kept_whole, quoted
from safemigrate.postgres.statements import major, query_rows, run

# A row only where the column is NOT NULL for good, and nothing is left of the way there.
_DONE = """
SELECT 1 FROM pg_attribute a
WHERE a.attrelid = to_regclass(:table) AND a.attname = :column AND a.attnotnull
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = a.attrelid
                  AND (c.conname = :proof
                       OR c.contype = 'n' AND c.conkey = ARRAY[a.attnum] AND NOT c.convalidated))
"""


@Operations.register_operation("set_not_null_safely")
class SetNotNullSafely(MigrateOperation):
    """op.set_not_null_safely."""

    @classmethod
    def set_not_null_safely(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Make a column NOT NULL; new rows obey at once, old ones are checked after that.

        Locks: ACCESS EXCLUSIVE on the table for a moment, committed; then SHARE UPDATE EXCLUSIVE
        while every row is read (everybody reads and writes).  PostgreSQL 18 has NOT NULL … NOT
        VALID for it.  Before, and with --sql, a CHECK does it, and because that proves the fact,
        SET NOT NULL and dropping the CHECK take ACCESS EXCLUSIVE for a moment only.  What is left
        is what SET NOT NULL would have left.  A column that is NOT NULL stays as it is.

        A row that holds NULL stops it: nothing but the rule for new rows is left then, and the
        next upgrade goes on after the rows have been filled.

        Undone by op.alter_column(table, column, nullable=True): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
        """
        with own_steps(operations):
            not_null(operations, table, column, schema)


def not_null(operations: Operations, table: str, column: str, schema: str | None) -> None:
    """Make a column NOT NULL inside an autocommit block."""
    where, name = quoted(operations, table, schema), quoted(operations, column)
    proof = kept_whole(f"{table}_{column}_is_not_null")
    if query_rows(operations, _DONE, table=where, column=column, proof=proof):
        return
    if (major(operations) or 0) >= 18:
        rule = quoted(operations, chosen_by_postgresql(table, column, "not_null"))
        run(operations, f"ALTER TABLE {where} ADD CONSTRAINT {rule} NOT NULL {name} NOT VALID")
        run(operations, f"ALTER TABLE {where} VALIDATE CONSTRAINT {rule}")
        return
    check = quoted(operations, proof)
    run(
        operations,
        f"ALTER TABLE {where} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID",
    )
    run(operations, f"ALTER TABLE {where} VALIDATE CONSTRAINT {check}")
    run(operations, f"ALTER TABLE {where} ALTER COLUMN {name} SET NOT NULL")
    run(operations, f"ALTER TABLE {where} DROP CONSTRAINT {check}")
