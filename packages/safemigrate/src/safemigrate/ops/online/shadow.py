"""Adds the shadow column and the trigger that keeps it in sync, or drops them."""

from __future__ import annotations

import re

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.ops.online.column_likeness import copy_column_settings
from safemigrate.ops.online.conversion import (
    check_values_kept,
    drop_conversions,
    make_conversions,
)
from safemigrate.ops.online.online_errors import CannotChange, PlainChangeIsFree
from safemigrate.ops.online.refusals import changeable_column
from safemigrate.ops.online.rehearsal import rehearse
from safemigrate.ops.online.trigger import drop_trigger, make_trigger
from safemigrate.ops.online.widening import is_widening
from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows, run

_NUMBERS = re.compile(r"\(([\d ,-]+)\)")
_TYPE = """
SELECT CASE WHEN y.nspname = 'pg_catalog' THEN format_type(t.oid, NULL)
            ELSE format('%I.%I', y.nspname, t.typname) END
FROM pg_type t JOIN pg_namespace y ON y.oid = t.typnamespace WHERE t.oid = to_regtype(:type)
"""


def add_shadow(
    operations: Operations,
    change: Change,
    new_type: str | None,
    *,
    using: str | None = None,
    back: str | None = None,
) -> None:
    """Check that the change is possible; then add the shadow and the trigger in one transaction.

    new_type     as SQL; None for a column of the same type with another name
    using, back  SQL for the new value and for the old one, using the column's name

    Raises CannotChange, PlainChangeIsFree, ValuesLost.
    """
    old = changeable_column(operations, change, [change.shadow])
    if new_type is None and not change.is_rename:
        reason = f"{change.shadow} is reserved for a change of its type: choose another name"
        raise CannotChange(change.table, change.column, [reason])
    if new_type is not None:
        _check_type_exists(operations, change, new_type)
    rehearsal = rehearse(operations, change, old, new_type)
    # Undoing a change that needed these steps may be free; it still restores its shadow.
    if rehearsal.is_free and using is None and not change.is_swapped:
        raise PlainChangeIsFree(change.table, change.column, old.shown, str(new_type))
    new = _shadow_column(operations, old, new_type)
    make_conversions(operations, change, old, new, using=using, back=back)
    if new_type is not None and (using or not is_widening(old.type, new.type)):
        check_values_kept(operations, change, old, new, is_meant=using is not None)
    _add_column(operations, change, old, new)
    copy_column_settings(operations, change)
    make_trigger(operations, change)


def drop_shadow(operations: Operations, change: Change) -> None:
    """Drop the trigger and the shadow; ACCESS EXCLUSIVE on the table for a moment."""
    drop_trigger(operations, change)
    shadow = quoted(operations, change.shadow)
    run(operations, f"ALTER TABLE {change.relation(operations)} DROP COLUMN {shadow}")
    drop_conversions(operations, change)


def _add_column(operations: Operations, change: Change, old: Column, new: Column) -> None:
    relation, shadow = change.relation(operations), quoted(operations, change.shadow)
    collation = f" COLLATE {new.collation}" if new.collation else ""
    run(operations, f"ALTER TABLE {relation} ADD COLUMN {shadow} {new.type}{collation}")
    if old.fixed_default:  # not with the column: that would fill existing rows
        run(operations, f"ALTER TABLE {relation} ALTER {shadow} SET DEFAULT {old.fixed_default}")


def _check_type_exists(operations: Operations, change: Change, new_type: str) -> None:
    if not _type_name(operations, new_type):
        raise CannotChange(change.table, change.column, [f"type {new_type} does not exist"])


def _shadow_column(operations: Operations, old: Column, new_type: str | None) -> Column:
    """Return the shadow as the column that it will be."""
    if new_type is None:
        return old
    type_name = _type_name(operations, new_type)
    numbers = _NUMBERS.search(new_type)
    full = f"{type_name}({numbers[1].replace(' ', '')})" if numbers else type_name
    if type_name.startswith(("timestamp", "time ")) and numbers:
        full = new_type  # its number is in the middle
    return Column(0, full, new_type, False, None, "", None, None)


def _type_name(operations: Operations, new_type: str) -> str:
    rows = query_rows(operations, _TYPE, type=new_type)
    return rows[0][0] if rows else ""
