"""A check is added at once for new rows, and then for old ones, while everybody works."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import not_valid_then_valid
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
        """Add a CHECK that holds for new rows at once and for old rows when it is checked.

        name       its full name: no naming convention is applied
        condition  SQL that is true, or null, for every row

        Locks: ACCESS EXCLUSIVE on the table for a moment, committed; then SHARE UPDATE EXCLUSIVE
        while every row is read (everybody reads and writes).  Partitions take part.

        Undone by op.drop_constraint(name, table, type_="check"): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT
        """
        where, constraint = quoted(operations, table, schema), quoted(operations, name)
        with own_steps(operations):
            not_valid_then_valid(operations, where, constraint, f"CHECK ({condition})")
