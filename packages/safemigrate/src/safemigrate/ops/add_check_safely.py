"""Adds a CHECK: new rows are checked at once, existing rows while others read and write."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import add_and_validate
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import quoted


@Operations.register_operation("add_check_safely")
class AddCheckSafely(MigrateOperation):
    """op.add_check_safely."""

    @classmethod
    def add_check_safely(
        cls,
        operations: Operations,
        name: str,
        table: str,
        condition: str,
        *,
        schema: str | None = None,
    ) -> None:
        """Add a CHECK constraint: new rows are checked at once, existing rows afterwards.

        name       the full name: no naming convention is applied
        condition  SQL that is true or NULL for every row

        Locks: ACCESS EXCLUSIVE on the table and its partitions for a moment, in its own
        transaction; then SHARE UPDATE EXCLUSIVE while every row is read (others read and write).

        Undone by op.drop_constraint(name, table, type_="check"): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT
        """
        relation, constraint = quoted(operations, table, schema), quoted(operations, name)
        with own_steps(operations):
            add_and_validate(operations, relation, constraint, f"CHECK ({condition})")
