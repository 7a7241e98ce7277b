"""An enum type gets one more value, committed at once, so that the next statement may use it."""

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
        """Add a value to an enum type; nothing happens where the type has it.

        type_name      of the enum, as PostgreSQL knows it
        before, after  a value that it has, beside which the new one is sorted; last where None
        schema         of the type

        Locks: no table.

        Not undone: PostgreSQL cannot take a value out of a type, and rows may hold it.  A
        downgrade leaves it, and the next upgrade finds it there.  Values that must go again take a
        new type and a change of the columns' type.

        https://www.postgresql.org/docs/current/sql-altertype.html
        """
        if before is not None and after is not None:
            raise ValueError(
                f"op.add_enum_value({type_name!r}, {value!r}) says before={before!r} and "
                f"after={after!r}: a value has one place, so leave one of them out."
            )
        place = f" BEFORE {literal(before)}" if before is not None else ""
        place += f" AFTER {literal(after)}" if after is not None else ""
        with own_steps(operations):
            run(
                operations,
                f"ALTER TYPE {quoted(operations, type_name, schema)} ADD VALUE IF NOT EXISTS "
                f"{literal(value)}{place}",
            )
