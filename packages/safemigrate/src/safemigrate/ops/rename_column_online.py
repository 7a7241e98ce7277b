"""A column gets another name while old and new programs use both: the first step and its undo."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.change_type_online import see_that_it_runs
from safemigrate.ops.online.change import Change, is_answered, under_way
from safemigrate.ops.online.finish import take_up_name
from safemigrate.ops.online.shadow import add_shadow, drop_shadow


@Operations.register_operation("rename_column_online")
class RenameColumnOnline(MigrateOperation):
    """op.rename_column_online."""

    @classmethod
    def rename_column_online(
        cls,
        operations: Operations,
        table: str,
        column: str,
        new_name: str,
        *,
        schema: str | None = None,
    ) -> None:
        """Begin to rename a column: another of the same type, kept in step both ways.

        Revisions of their own follow: op.fill_online, op.build_online, op.finish_online, each with
        the old name.  Programs use either name from op.build_online on until op.finish_online.
        What cannot be done is refused here, before anything is changed.

        Locks: ACCESS EXCLUSIVE on the table for a moment.

        Undone by op.undo_rename_column_online.

        https://www.postgresql.org/docs/current/sql-altertable.html
        """
        schema = see_that_it_runs(operations, "rename_column_online", table, schema)
        if is_answered(operations):
            add_shadow(operations, Change(schema, table, column, column, new_name), None)


@Operations.register_operation("undo_rename_column_online")
class UndoRenameColumnOnline(MigrateOperation):
    """op.undo_rename_column_online."""

    @classmethod
    def undo_rename_column_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the column of the new name and its trigger; the old one has every value.

        Locks: ACCESS EXCLUSIVE on the table for a moment.
        """
        see_that_it_runs(operations, "undo_rename_column_online", table, schema)
        if change := under_way(operations, table, column, schema):
            drop_shadow(operations, change)


@Operations.register_operation("undo_finish_rename_online")
class UndoFinishRenameOnline(MigrateOperation):
    """op.undo_finish_rename_online."""

    @classmethod
    def undo_finish_rename_online(
        cls,
        operations: Operations,
        table: str,
        column: str,
        new_name: str,
        *,
        schema: str | None = None,
    ) -> None:
        """Bring the old name back beside the new one, as it was before op.finish_online.

        Locks: ACCESS EXCLUSIVE for a moment; as op.fill_online and op.build_online; then ACCESS
        EXCLUSIVE for a moment again.
        """
        schema = see_that_it_runs(operations, "undo_finish_rename_online", table, schema)
        if is_answered(operations):
            take_up_name(operations, Change(schema, table, column, new_name, column))
