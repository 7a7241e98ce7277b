"""Adds a value to an enum type and commits it, so that the next statement may use it."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import literal, quoted
from safemigrate.postgres.statements import run


@Operations.register_operation("add_enum_value")
class AddEnumValue(MigrateOperation):
    """op.add_enum_value."""

    @classmethod
    def add_enum_value(
        cls,
        operations: Operations,
        type_name: str,
        value: str,
        *,
        before: str | None = None,
        after: str | None = None,
        schema: str | None = None,
    ) -> None:
        """Add a value to an enum type; does nothing if the type already has it.

        type_name      the name of the enum type in PostgreSQL
        before, after  an existing value before or after which the new one sorts; None puts it last
        schema         the type's schema

        Locks: no table.

        Cannot be undone: PostgreSQL cannot remove a value from a type, and rows may hold it.  A
        downgrade leaves the value, and the next upgrade skips it.  To remove a value, create a new
        type and change the columns to it.

        https://www.postgresql.org/docs/current/sql-altertype.html
        """
        if before is not None and after is not None:
            raise ValueError(
                f"op.add_enum_value({type_name!r}, {value!r}) has both before={before!r} and "
                f"after={after!r}: leave out one of them."
            )
        place = f" BEFORE {literal(before)}" if before is not None else ""
        place += f" AFTER {literal(after)}" if after is not None else ""
        with own_steps(operations):
            run(
                operations,
                f"ALTER TYPE {quoted(operations, type_name, schema)} ADD VALUE IF NOT EXISTS "
                f"{literal(value)}{place}",
            )
