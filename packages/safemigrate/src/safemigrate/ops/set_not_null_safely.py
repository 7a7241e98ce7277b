"""Makes a column NOT NULL; existing rows are checked while others read and write."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import chosen_by_postgresql, kept_whole, quoted
from safemigrate.postgres.statements import major, query_rows, run

# A row only if the column is fully NOT NULL, and no helper constraint is left over.
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
        """Make a column NOT NULL: new rows are checked at once, existing rows afterwards.

        The result is the same as after SET NOT NULL.  A column already NOT NULL stays as it is.

        Locks: ACCESS EXCLUSIVE on the table for a moment, in its own transaction; then SHARE UPDATE
        EXCLUSIVE while every row is read (others read and write).  PostgreSQL 18 and later use NOT
        NULL … NOT VALID.  Earlier versions, and --sql, use a CHECK that is validated first, so that
        SET NOT NULL skips its scan: it and dropping the CHECK take ACCESS EXCLUSIVE for a moment.

        A row with NULL stops it; new rows are still checked.  Fill such rows and run the upgrade
        again: it continues.

        Undone by op.alter_column(table, column, nullable=True): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
        """
        with own_steps(operations):
            not_null(operations, table, column, schema)


def not_null(operations: Operations, table: str, column: str, schema: str | None) -> None:
    """Make a column NOT NULL inside an autocommit block."""
    relation, name = quoted(operations, table, schema), quoted(operations, column)
    proof = kept_whole(f"{table}_{column}_is_not_null")
    if query_rows(operations, _DONE, table=relation, column=column, proof=proof):
        return
    if (major(operations) or 0) >= 18:
        rule = quoted(operations, chosen_by_postgresql(table, column, "not_null"))
        run(operations, f"ALTER TABLE {relation} ADD CONSTRAINT {rule} NOT NULL {name} NOT VALID")
        run(operations, f"ALTER TABLE {relation} VALIDATE CONSTRAINT {rule}")
        return
    check = quoted(operations, proof)
    run(
        operations,
        f"ALTER TABLE {relation} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID",
    )
    run(operations, f"ALTER TABLE {relation} VALIDATE CONSTRAINT {check}")
    run(operations, f"ALTER TABLE {relation} ALTER COLUMN {name} SET NOT NULL")
    run(operations, f"ALTER TABLE {relation} DROP CONSTRAINT {check}")
