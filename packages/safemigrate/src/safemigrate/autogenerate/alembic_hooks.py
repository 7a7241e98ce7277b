"""The plugin that Alembic's autogenerate calls before, during and after its comparison.

A setting enables it, which every env.py passes on to Alembic, old or new.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic.runtime.plugins import Plugin
from alembic.util import DispatchPriority, PriorityDispatchResult

from safemigrate.autogenerate.checks import compare_checks
from safemigrate.autogenerate.defaults import compare_default
from safemigrate.autogenerate.directives import is_one_of_several
from safemigrate.autogenerate.doubts import doubts
from safemigrate.autogenerate.enum_types import compare_enum_type, compare_enums
from safemigrate.autogenerate.migrate_errors import NothingToRename, RenameUnclear
from safemigrate.autogenerate.primary_keys import compare_primary_key
from safemigrate.autogenerate.renaming import (
    carry_out,
    in_order,
    is_in_database,
    refuse_unknown,
    rename_line,
)
from safemigrate.autogenerate.sequences import compare_sequences
from safemigrate.autogenerate.skipped_partitions import leave_partitions
from safemigrate.autogenerate.sql_text import for_a_file
from safemigrate.autogenerate.stored_column import trigger_function, trigger_name
from safemigrate.autogenerate.stored_comparison import compare_stored, compare_stored_column
from safemigrate.autogenerate.typed_rename import Rename, parse_rename
from safemigrate.autogenerate.unique_rules import compare_unique_rules

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import UpgradeOps

NAME = "safemigrate.autogenerate"
ALEMBICS = ("alembic.autogenerate.*",)
# Settings that env.py passes on, and what is stored between before() and after().
RENAMES, NOT_RENAMED = "safemigrate_renames", "safemigrate_not_renamed"
SAVEPOINT, APPLIED = "safemigrate_savepoint", "safemigrate_applied"


class _WithoutPlugin(logging.Filter):
    """Keeps Alembic from logging this plugin, so that the output is the same as Flask-Migrate's."""

    def filter(self, record: logging.LogRecord) -> bool:
        return NAME not in (record.args or ())


logging.getLogger("alembic.runtime.plugins").addFilter(_WithoutPlugin())


def settings(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that env.py passes to Alembic, so that it runs this plugin.

    own  the application's settings
    """
    return {
        "autogenerate_plugins": [*(own.get("autogenerate_plugins") or ALEMBICS), NAME],
        "compare_server_default": own.get("compare_server_default", True),
    }


def rename_settings(renames: Sequence[str], not_renamed: Sequence[str]) -> dict[str, Any]:
    """Return the settings about renames; without them no drop is treated as a possible rename.

    renames      the values of --rename
    not_renamed  the values of --no-rename
    """
    return {
        RENAMES: [parse_rename(text) for text in renames],
        NOT_RENAMED: frozenset(not_renamed),
    }


def before(autogen_context: AutogenContext, upgrade_ops: UpgradeOps) -> PriorityDispatchResult:
    """Apply the renames in a savepoint, so that the comparison sees the new names."""
    connection, opts = autogen_context.connection, autogen_context.migration_context.opts
    opts[SAVEPOINT] = None
    opts[APPLIED] = renames = _of_this_database(autogen_context)
    if renames and connection is not None:
        opts[SAVEPOINT] = connection.begin_nested()
        carry_out(connection, renames)
    return PriorityDispatchResult.CONTINUE


def after(autogen_context: AutogenContext, upgrade_ops: UpgradeOps) -> PriorityDispatchResult:
    """Roll the renames back, put them first in the file, and refuse a drop that may be a rename."""
    migration = autogen_context.migration_context
    savepoint = migration.opts.pop(SAVEPOINT)
    if savepoint is not None:
        savepoint.rollback()
    # What is rendered after this goes into a file, where no per cent sign is doubled for a driver.
    migration.impl.dialect = for_a_file(migration.dialect)
    if autogen_context.connection is not None:
        leave_partitions(autogen_context.connection, upgrade_ops)
    not_renamed: frozenset[str] | None = migration.opts.get(NOT_RENAMED)
    unclear = [
        doubt
        for doubt in doubts(upgrade_ops.ops, migration.impl)
        if not_renamed is not None and doubt.old not in not_renamed
    ]
    if unclear:
        raise RenameUnclear(unclear)
    upgrade_ops.ops[:0] = [rename_line(rename) for rename in in_order(migration.opts.pop(APPLIED))]
    return PriorityDispatchResult.CONTINUE


def _of_this_database(autogen_context: AutogenContext) -> list[Rename]:
    """Return the renames that apply to this database; with several, each has its own."""
    renames: list[Rename] = autogen_context.migration_context.opts.get(RENAMES, [])
    if not renames or autogen_context.connection is None or autogen_context.metadata is None:
        return []
    live = sa.inspect(autogen_context.connection)
    if is_one_of_several(autogen_context.migration_context):
        renames = [rename for rename in renames if is_in_database(rename, live)]
    for rename in renames:
        refuse_unknown(rename, renames, live=live, models=autogen_context.table_key_to_table)
        _refuse_stored(rename, autogen_context.connection)
    return renames


def _refuse_stored(rename: Rename, connection: sa.Connection) -> None:
    """Stop if one of our triggers writes to the old name: every write to the table would fail."""
    if rename.column and trigger_function(connection, rename.table, rename.column, rename.schema):
        trigger = trigger_name(rename.column)
        why = f"trigger {trigger} computes it under its old name; drop it and add a new column"
        raise NothingToRename("rename", f"{rename.old}={rename.new}", why)


_plugin = Plugin(NAME)
_plugin.add_autogenerate_comparator(before, "autogenerate", NAME, priority=DispatchPriority.FIRST)
_plugin.add_autogenerate_comparator(compare_checks, "table", "checkconstraints")
_plugin.add_autogenerate_comparator(compare_default, "column", "server_default")
_plugin.add_autogenerate_comparator(
    compare_enum_type, "column", "type", priority=DispatchPriority.FIRST
)
_plugin.add_autogenerate_comparator(
    compare_stored_column, "column", "server_default", priority=DispatchPriority.FIRST
)
_plugin.add_autogenerate_comparator(compare_stored, "table", "stored")
_plugin.add_autogenerate_comparator(compare_primary_key, "table", "primarykey")
_plugin.add_autogenerate_comparator(
    compare_unique_rules, "table", "uniques", priority=DispatchPriority.LAST
)
_plugin.add_autogenerate_comparator(compare_sequences, "autogenerate", "sequences")
_plugin.add_autogenerate_comparator(compare_enums, "autogenerate", "enums")
_plugin.add_autogenerate_comparator(after, "autogenerate", NAME, priority=DispatchPriority.LAST)
