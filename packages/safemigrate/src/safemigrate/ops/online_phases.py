"""The steps that a change of type and a rename have in common, each a revision of its own."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.change_type_online import see_that_it_runs
from safemigrate.ops.online.build import build, unbuild
from safemigrate.ops.online.change import under_way
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
        """Give the rows that were there before the trigger their value in the shadow, in batches.

        column  the name that it had when the change began

        Locks: the rows of one batch, until it commits.

        Nothing is to undo: op.undo_change_type_online drops the shadow with its values.
        """
        see_that_it_runs(operations, "fill_online", table, schema)
        if change := under_way(operations, table, column, schema):
            fill(operations, change)


@Operations.register_operation("build_online")
class BuildOnline(MigrateOperation):
    """op.build_online and op.undo_build_online."""

    @classmethod
    def build_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the shadow the column's indexes and constraints, and NOT NULL.

        column  the name that it had when the change began

        Rows that were not filled stop it; they are counted before anything is done.

        Locks: SHARE UPDATE EXCLUSIVE while indexes are built and rows are checked; ACCESS
        EXCLUSIVE for moments, and SHARE ROW EXCLUSIVE on tables that a foreign key refers to.

        Undone by op.undo_build_online.
        """
        see_that_it_runs(operations, "build_online", table, schema)
        if change := under_way(operations, table, column, schema):
            build(operations, change)


@Operations.register_operation("undo_build_online")
class UndoBuildOnline(MigrateOperation):
    """op.undo_build_online."""

    @classmethod
    def undo_build_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Take the shadow's indexes and constraints away again.

        Locks: as op.build_online, and ACCESS EXCLUSIVE for a moment on tables that a foreign key
        refers to.
        """
        see_that_it_runs(operations, "undo_build_online", table, schema)
        if change := under_way(operations, table, column, schema):
            unbuild(operations, change)


@Operations.register_operation("swap_online")
class SwapOnline(MigrateOperation):
    """op.swap_online."""

    @classmethod
    def swap_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the new type the column's name; the old one stays beside it and in step.

        All rows are read first, while everybody works, and nothing happens where one lacks its
        value.  A primary key's column keeps a unique index of its own.

        Locks: ACCESS EXCLUSIVE on the table for a moment.

        Undone by op.undo_swap_online.
        """
        see_that_it_runs(operations, "swap_online", table, schema)
        if change := under_way(operations, table, column, schema):
            swap(operations, change)


@Operations.register_operation("undo_swap_online")
class UndoSwapOnline(MigrateOperation):
    """op.undo_swap_online."""

    @classmethod
    def undo_swap_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Give the old type its name back, with every value that was written since.

        Refused where a value does not fit the old type; they are counted.

        Locks: as op.swap_online.
        """
        see_that_it_runs(operations, "undo_swap_online", table, schema)
        if change := under_way(operations, table, column, schema):
            swap_back(operations, change)


@Operations.register_operation("finish_online")
class FinishOnline(MigrateOperation):
    """op.finish_online."""

    @classmethod
    def finish_online(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Drop the trigger, and the column of the old type or name.

        Locks: ACCESS EXCLUSIVE for a moment, also on tables that a foreign key refers to.

        Undone by op.undo_finish_type_online or op.undo_finish_rename_online.
        """
        see_that_it_runs(operations, "finish_online", table, schema)
        if change := under_way(operations, table, column, schema):
            finish(operations, change)
