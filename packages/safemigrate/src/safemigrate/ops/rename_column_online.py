"""Renames a column while old and new programs use it: the first step, and its undo."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.change_type_online import require_connection
from safemigrate.ops.online.change import Change, change_in_progress, has_database
from safemigrate.ops.online.finish import restore_old_name
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
        """Begin to rename a column: add a column with the new name, and keep both in sync.

        table, column  the table, and the column's present name
        new_name       the name that it gets

        Then write one revision for each of op.fill_online, op.build_online and op.finish_online,
        each with the old name.  After op.build_online and until op.finish_online, programs may use
        either name.  A rename that cannot be done is rejected here, before anything is changed.

        Locks: ACCESS EXCLUSIVE on the table for a moment.

        Undone by op.undo_rename_column_online.

        https://www.postgresql.org/docs/current/sql-altertable.html
        """
        schema = require_connection(operations, "rename_column_online", table, schema)
        if has_database(operations):
            add_shadow(operations, Change(schema, table, column, column, new_name), None)


@Operations.register_operation("undo_rename_column_online")
class UndoRenameColumnOnline(MigrateOperation):
    """op.undo_rename_column_online."""

    @classmethod
    def undo_rename_column_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the column with the new name and the trigger; the old column has every value.

        Locks: ACCESS EXCLUSIVE on the table for a moment.
        """
        require_connection(operations, "undo_rename_column_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
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
        """Restore the column with the old name next to the new one, as before op.finish_online.

        column, new_name  the old name and the new one, as in op.rename_column_online

        Locks: ACCESS EXCLUSIVE for a moment; the locks of op.fill_online and op.build_online; then
        ACCESS EXCLUSIVE for a moment again.
        """
        schema = require_connection(operations, "undo_finish_rename_online", table, schema)
        if has_database(operations):
            restore_old_name(operations, Change(schema, table, column, new_name, column))
