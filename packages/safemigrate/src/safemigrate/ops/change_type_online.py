"""Changes a column's type while old and new programs use it: the first step, and its undo."""

from __future__ import annotations

from typing import Any

from alembic.operations import MigrateOperation, Operations
from sqlalchemy.types import TypeEngine, to_instance

from safemigrate.ops.online.change import (
    NEW,
    OLD,
    Change,
    change_in_progress,
    has_database,
    schema_of,
)
from safemigrate.ops.online.finish import restore_old_type
from safemigrate.ops.online.online_errors import CannotPrint
from safemigrate.ops.online.shadow import add_shadow, drop_shadow
from safemigrate.postgres.names import kept_whole

Type = str | TypeEngine[Any] | type[TypeEngine[Any]]


@Operations.register_operation("change_type_online")
class ChangeTypeOnline(MigrateOperation):
    """op.change_type_online."""

    @classmethod
    def change_type_online(
        cls,
        operations: Operations,
        table: str,
        column: str,
        type_: Type,
        *,
        using: str | None = None,
        back: str | None = None,
        schema: str | None = None,
    ) -> None:
        """Begin to change a column's type: add a shadow column of the new type, and sync both.

        type_  the new type
        using  SQL expression for the new value, using the column's name; None means a cast
        back   SQL expression for the old value, using the same name; None means a cast

        Then write one revision for each of op.fill_online, op.build_online, op.swap_online and
        op.finish_online.  A change that cannot be done is rejected here, before anything changes.

        Locks: ACCESS EXCLUSIVE on the table for a moment.  If the new type may not hold every
        value, all rows are read first, while others read and write.

        Undone by op.undo_change_type_online.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
        """
        schema = require_connection(operations, "change_type_online", table, schema)
        if has_database(operations):
            shadow = kept_whole(f"{column}{NEW}")
            change = Change(schema, table, column, column, shadow)
            add_shadow(operations, change, as_sql(operations, type_), using=using, back=back)


@Operations.register_operation("undo_change_type_online")
class UndoChangeTypeOnline(MigrateOperation):
    """op.undo_change_type_online."""

    @classmethod
    def undo_change_type_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the shadow column and the trigger; the column itself has every value.

        Locks: ACCESS EXCLUSIVE on the table for a moment.
        """
        require_connection(operations, "undo_change_type_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            drop_shadow(operations, change)


@Operations.register_operation("undo_finish_type_online")
class UndoFinishTypeOnline(MigrateOperation):
    """op.undo_finish_type_online."""

    @classmethod
    def undo_finish_type_online(
        cls,
        operations: Operations,
        table: str,
        column: str,
        type_: Type,
        *,
        using: str | None = None,
        back: str | None = None,
        schema: str | None = None,
    ) -> None:
        """Restore the shadow column of the old type, as before op.finish_online.

        type_        the old type
        using, back  SQL expressions for the old value and for the new one, using the column's name

        Locks: ACCESS EXCLUSIVE for a moment; then those of op.fill_online and op.build_online.
        """
        schema = require_connection(operations, "undo_finish_type_online", table, schema)
        if has_database(operations):
            change = Change(schema, table, column, column, kept_whole(f"{column}{OLD}"))
            restore_old_type(operations, change, as_sql(operations, type_), using=using, back=back)


def as_sql(operations: Operations, type_: Type) -> str:
    """Return a type as SQL."""
    if isinstance(type_, str):
        return type_
    return str(to_instance(type_).compile(dialect=operations.get_context().dialect))


def require_connection(
    operations: Operations, operation: str, table: str, schema: str | None
) -> str | None:
    """Return the table's schema; raise CannotPrint with --sql, when nothing can be looked up."""
    if operations.get_context().as_sql:
        raise CannotPrint(operation)
    return schema or schema_of(operations, table)
