"""The shadow column is added beside its column, with a trigger between them, or taken away."""

from __future__ import annotations

import re

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.ops.online.column_likeness import make_alike
from safemigrate.ops.online.conversion import (
    drop_conversions,
    make_conversions,
    see_that_values_are_kept,
)
from safemigrate.ops.online.online_errors import CannotChange, IsFree
from safemigrate.ops.online.refusals import changeable
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
    """Look for what stands in the way; then add the shadow and the trigger in one transaction.

    new_type     as SQL; None for a column of the same type under another name
    using, back  SQL for the new value and for the old one, in terms of the column's name

    Raises CannotChange, IsFree, ValuesLost.
    """
    old = changeable(operations, change, [change.shadow])
    if new_type is None and not change.is_rename:
        taken = f"{change.shadow} is what a change of its type calls the new column: take another"
        raise CannotChange(change.table, change.column, [taken])
    if new_type is not None:
        _see_that_type_is_there(operations, change, new_type)
    rehearsed = rehearse(operations, change, old, new_type)
    # The way back from a change that was worth its steps may be free: it brings its shadow back.
    if rehearsed.is_free and using is None and not change.is_swapped:
        raise IsFree(change.table, change.column, old.shown, str(new_type))
    new = _typed(operations, change, old, new_type)
    make_conversions(operations, change, old, new, using=using, back=back)
    if new_type is not None and (using or not is_widening(old.type, new.type)):
        see_that_values_are_kept(operations, change, old, new, is_meant=using is not None)
    _add_column(operations, change, old, new)
    make_alike(operations, change)
    make_trigger(operations, change)


def drop_shadow(operations: Operations, change: Change) -> None:
    """Drop the trigger and the shadow; ACCESS EXCLUSIVE on the table for a moment."""
    drop_trigger(operations, change)
    shadow = quoted(operations, change.shadow)
    run(operations, f"ALTER TABLE {change.where(operations)} DROP COLUMN {shadow}")
    drop_conversions(operations, change)


def _add_column(operations: Operations, change: Change, old: Column, new: Column) -> None:
    where, shadow = change.where(operations), quoted(operations, change.shadow)
    collation = f" COLLATE {new.collation}" if new.collation else ""
    run(operations, f"ALTER TABLE {where} ADD COLUMN {shadow} {new.type}{collation}")
    if old.fixed_default:  # not with the column: that would give it to rows that are there
        run(operations, f"ALTER TABLE {where} ALTER {shadow} SET DEFAULT {old.fixed_default}")


def _see_that_type_is_there(operations: Operations, change: Change, new_type: str) -> None:
    if not _named(operations, new_type):
        raise CannotChange(change.table, change.column, [f"there is no type {new_type}"])


def _typed(operations: Operations, change: Change, old: Column, new_type: str | None) -> Column:
    """Return the shadow as a column that is not there yet."""
    if new_type is None:
        return old
    named = _named(operations, new_type)
    numbers = _NUMBERS.search(new_type)
    full = f"{named}({numbers[1].replace(' ', '')})" if numbers else named
    if named.startswith(("timestamp", "time ")) and numbers:
        full = new_type  # its number stands in the middle
    return Column(0, full, new_type, False, None, "", None, None)


def _named(operations: Operations, new_type: str) -> str:
    rows = query_rows(operations, _TYPE, type=new_type)
    return rows[0][0] if rows else ""
