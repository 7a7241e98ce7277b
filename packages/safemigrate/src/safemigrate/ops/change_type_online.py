"""A column's type changes while old and new programs use it: the first step, and its undo."""

from __future__ import annotations

from typing import Any

from alembic.operations import MigrateOperation, Operations
from sqlalchemy.types import TypeEngine, to_instance

from safemigrate.ops.online.change import NEW, OLD, Change, is_answered, schema_of, under_way
from safemigrate.ops.online.finish import take_up_type
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
        """Begin to change a column's type: a shadow of the new type, kept in step both ways.

        type_  the new one
        using  SQL for the new value in terms of the column's name; a cast where None
        back   SQL for the old value, in terms of the same name; a cast where None

        Revisions of their own follow: op.fill_online, op.build_online, op.swap_online,
        op.finish_online.  What cannot be done is refused here, before anything is changed.

        Locks: ACCESS EXCLUSIVE on the table for a moment.  Where the new type may not hold every
        value, all rows are read first, while everybody works.

        Undone by op.undo_change_type_online.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
        """
        schema = see_that_it_runs(operations, "change_type_online", table, schema)
        if is_answered(operations):
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
        """Drop the shadow and its trigger: the column itself has every value.

        Locks: ACCESS EXCLUSIVE on the table for a moment.
        """
        see_that_it_runs(operations, "undo_change_type_online", table, schema)
        if change := under_way(operations, table, column, schema):
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
        """Bring back, beside a column that was changed, its shadow of the old type.

        type_        the old type
        using, back  SQL for the old value, and for the new one, in terms of the column's name

        Locks: ACCESS EXCLUSIVE for a moment; then as op.fill_online and op.build_online.
        """
        schema = see_that_it_runs(operations, "undo_finish_type_online", table, schema)
        if is_answered(operations):
            change = Change(schema, table, column, column, kept_whole(f"{column}{OLD}"))
            take_up_type(operations, change, as_sql(operations, type_), using=using, back=back)


def as_sql(operations: Operations, type_: Type) -> str:
    """Return a type as PostgreSQL writes it."""
    if isinstance(type_, str):
        return type_
    return str(to_instance(type_).compile(dialect=operations.get_context().dialect))


def see_that_it_runs(
    operations: Operations, operation: str, table: str, schema: str | None
) -> str | None:
    """Return the table's schema; raise CannotPrint with --sql, where nothing can be looked at."""
    if operations.get_context().as_sql:
        raise CannotPrint(operation)
    return schema or schema_of(operations, table)
