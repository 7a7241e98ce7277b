"""What Alembic's autogenerate calls of ours: before it compares, and after.

It is switched on by a setting, which env.py files of every age hand over to Alembic.
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
from safemigrate.autogenerate.renaming import carry_out, in_order, known, line, refuse_unknown
from safemigrate.autogenerate.sequences import compare_sequences
from safemigrate.autogenerate.skipped_partitions import leave_partitions
from safemigrate.autogenerate.sql_text import for_a_file
from safemigrate.autogenerate.stored_column import filling_of, trigger_of
from safemigrate.autogenerate.stored_comparison import compare_stored, compare_stored_column
from safemigrate.autogenerate.typed_rename import Rename, rename
from safemigrate.autogenerate.unique_rules import compare_unique_rules

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import UpgradeOps

NAME = "safemigrate.autogenerate"
ALEMBICS = ("alembic.autogenerate.*",)
# Settings that env.py hands over, and what is kept between before and after.
RENAMES, NOT_RENAMED = "safemigrate_renames", "safemigrate_not_renamed"
SAVEPOINT, APPLIED = "safemigrate_savepoint", "safemigrate_applied"


class _Unsaid(logging.Filter):
    """Keeps Alembic from announcing this plugin: the output stays Flask-Migrate's."""

    def filter(self, record: logging.LogRecord) -> bool:
        return NAME not in (record.args or ())


logging.getLogger("alembic.runtime.plugins").addFilter(_Unsaid())


def settings(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is handed to Alembic through env.py, so that it sees what we see.

    own  the application's settings
    """
    return {
        "autogenerate_plugins": [*(own.get("autogenerate_plugins") or ALEMBICS), NAME],
        "compare_server_default": own.get("compare_server_default", True),
    }


def told(renames: Sequence[str], not_renamed: Sequence[str]) -> dict[str, Any]:
    """Return what a person said of renames; without it nobody is asked about any.

    renames      what --rename was given
    not_renamed  what --no-rename was given
    """
    return {
        RENAMES: [rename(text) for text in renames],
        NOT_RENAMED: frozenset(not_renamed),
    }


def before(autogen_context: AutogenContext, upgrade_ops: UpgradeOps) -> PriorityDispatchResult:
    """Rename in a savepoint, so that the comparison begins where the renames end."""
    connection, opts = autogen_context.connection, autogen_context.migration_context.opts
    opts[SAVEPOINT] = None
    opts[APPLIED] = renames = _of_this_database(autogen_context)
    if renames and connection is not None:
        opts[SAVEPOINT] = connection.begin_nested()
        carry_out(connection, renames)
    return PriorityDispatchResult.CONTINUE


def after(autogen_context: AutogenContext, upgrade_ops: UpgradeOps) -> PriorityDispatchResult:
    """Take the renames back, write them first in the file, and refuse a drop in doubt."""
    migration = autogen_context.migration_context
    savepoint = migration.opts.pop(SAVEPOINT)
    if savepoint is not None:
        savepoint.rollback()
    # What is rendered from here on stands in a file, where nothing is doubled for a driver.
    migration.impl.dialect = for_a_file(migration.dialect)
    if autogen_context.connection is not None:
        leave_partitions(autogen_context.connection, upgrade_ops)
    said: frozenset[str] | None = migration.opts.get(NOT_RENAMED)
    found = [
        doubt
        for doubt in doubts(upgrade_ops.ops, migration.impl)
        if said is not None and doubt.old not in said
    ]
    if found:
        raise RenameUnclear(found)
    upgrade_ops.ops[:0] = [line(each) for each in in_order(migration.opts.pop(APPLIED))]
    return PriorityDispatchResult.CONTINUE


def _of_this_database(autogen_context: AutogenContext) -> list[Rename]:
    """Return the renames that concern this database; with several, others have theirs."""
    asked: list[Rename] = autogen_context.migration_context.opts.get(RENAMES, [])
    if not asked or autogen_context.connection is None or autogen_context.metadata is None:
        return []
    live = sa.inspect(autogen_context.connection)
    if is_one_of_several(autogen_context.migration_context):
        asked = [each for each in asked if known(each, live)]
    for each in asked:
        refuse_unknown(each, asked, live=live, models=autogen_context.table_key_to_table)
        _refuse_stored(each, autogen_context.connection)
    return asked


def _refuse_stored(each: Rename, connection: sa.Connection) -> None:
    """Stop where a trigger of ours writes to the old name: every write of the table would fail."""
    if each.column and filling_of(connection, each.table, each.column, each.schema):
        trigger = trigger_of(each.column)
        why = f"trigger {trigger} works it out, under its old name; drop it, and add another column"
        raise NothingToRename("rename", f"{each.old}={each.new}", why)


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
