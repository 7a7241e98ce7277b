"""The steps that a change of type and a rename share; each has its own revision."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.change_type_online import require_connection
from safemigrate.ops.online.build import build, unbuild
from safemigrate.ops.online.change import change_in_progress
from safemigrate.ops.online.fill import fill
from safemigrate.ops.online.finish import finish
from safemigrate.ops.online.swap import swap, swap_back


@Operations.register_operation("fill_online")
class FillOnline(MigrateOperation):
    """op.fill_online."""

    @classmethod
    def fill_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Fill the shadow column of the rows written before the trigger existed, in batches.

        column  the column's name when the change began

        Locks: the rows of one batch, until it commits.

        There is nothing to undo: op.undo_change_type_online or op.undo_rename_column_online drops
        the shadow with its values.
        """
        require_connection(operations, "fill_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            fill(operations, change)


@Operations.register_operation("build_online")
class BuildOnline(MigrateOperation):
    """op.build_online."""

    @classmethod
    def build_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the shadow column the column's indexes and constraints, and NOT NULL.

        column  the column's name when the change began

        If any row is not filled, it stops before anything is built and prints how many are not.

        Locks: SHARE UPDATE EXCLUSIVE while indexes are built and rows are checked; ACCESS
        EXCLUSIVE for moments, and SHARE ROW EXCLUSIVE on tables that a foreign key refers to.

        Undone by op.undo_build_online.
        """
        require_connection(operations, "build_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            build(operations, change)


@Operations.register_operation("undo_build_online")
class UndoBuildOnline(MigrateOperation):
    """op.undo_build_online."""

    @classmethod
    def undo_build_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the shadow column's indexes and constraints.

        Locks: those of op.build_online, and ACCESS EXCLUSIVE for a moment on tables that a foreign
        key refers to.
        """
        require_connection(operations, "undo_build_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            unbuild(operations, change)


@Operations.register_operation("swap_online")
class SwapOnline(MigrateOperation):
    """op.swap_online."""

    @classmethod
    def swap_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the column of the new type the name; the old one stays as NAME__old and in sync.

        column  the column's name

        All rows are read first, while others read and write; if one lacks its value, nothing is
        changed.  If the column is in the primary key, its old column keeps a unique index.

        Locks: ACCESS EXCLUSIVE on the table for a moment.

        Undone by op.undo_swap_online.
        """
        require_connection(operations, "swap_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            swap(operations, change)


@Operations.register_operation("undo_swap_online")
class UndoSwapOnline(MigrateOperation):
    """op.undo_swap_online."""

    @classmethod
    def undo_swap_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the column of the old type the name again, with every value written since.

        If a value does not fit the old type, it stops and prints how many do not.

        Locks: those of op.swap_online.
        """
        require_connection(operations, "undo_swap_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            swap_back(operations, change)


@Operations.register_operation("finish_online")
class FinishOnline(MigrateOperation):
    """op.finish_online."""

    @classmethod
    def finish_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the trigger, and the column with the old type or name.

        column  the column's name when the change began

        Locks: ACCESS EXCLUSIVE for a moment, also on tables that a foreign key refers to.

        Undone by op.undo_finish_type_online or op.undo_finish_rename_online.
        """
        require_connection(operations, "finish_online", table, schema)
        if change := change_in_progress(operations, table, column, schema):
            finish(operations, change)
