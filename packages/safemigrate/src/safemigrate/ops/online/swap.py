"""Gives the column of the new type the name, or undoes that: one short lock, no rows touched."""

from __future__ import annotations

from dataclasses import replace

from alembic.operations import Operations

from safemigrate.ops.online.build import spare_index
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.fill import check_rows_filled, count_rows
from safemigrate.ops.online.handover import check_all_built, hand_over
from safemigrate.ops.online.not_null import not_null_as_column
from safemigrate.ops.online.online_errors import ValuesDoNotFit
from safemigrate.ops.online.trigger import drop_trigger, make_trigger
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows, run

_TRIGGER_FUNCTIONS = """
SELECT DISTINCT p.oid::regprocedure::text, p.procost FROM pg_trigger t
JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
WHERE (t.tgrelid = to_regclass(:table)
    OR t.tgrelid IN (SELECT relid FROM pg_partition_tree(to_regclass(:table))))
  AND NOT t.tgisinternal AND l.lanname = 'plpgsql'
  AND p.proname <> :ours ORDER BY 1
"""


def swap(operations: Operations, change: Change) -> None:
    """Swap the names of a column and its shadow, and everything that belongs to a name.

    First, while others read and write, it reads and builds what is needed.

    Raises NotBuilt, RowsNotInSync, ValuesDoNotFit.
    """
    prepare(operations, change)
    with own_steps(operations):
        spare_index(operations, change)
    old_name = change.shadow_name(NEW if change.is_swapped else OLD)
    after = replace(change, shadow=old_name)
    relation, name = change.relation(operations), quoted(operations, change.column)
    run(operations, f"LOCK TABLE {relation} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    drop_trigger(operations, change)
    run(operations, f"ALTER TABLE {relation} RENAME {name} TO {quoted(operations, old_name)}")
    shadow = quoted(operations, change.shadow)
    run(operations, f"ALTER TABLE {relation} RENAME {shadow} TO {name}")
    make_trigger(operations, after)
    _recompile_triggers(operations, after)


def swap_back(operations: Operations, change: Change) -> None:
    """Undo a swap, and leave the shadow NOT NULL as it was before."""
    swap(operations, change)
    with own_steps(operations):
        not_null_as_column(operations, replace(change, shadow=change.shadow_name(NEW)))


def prepare(operations: Operations, change: Change) -> None:
    """Check that the shadow can replace its column, and make it NOT NULL if its column is."""
    check_all_built(operations, change)
    check_rows_filled(operations, change)
    _check_values_fit(operations, change)
    with own_steps(operations):
        not_null_as_column(operations, change)


def _check_values_fit(operations: Operations, change: Change) -> None:
    column = quoted(operations, change.column)
    converted = change.converted(operations, column)
    count = count_rows(operations, change, f"{column} IS NOT NULL AND {converted} IS NULL")
    if count:
        raise ValuesDoNotFit(change.table, change.column, change.shadow, count)


def _recompile_triggers(operations: Operations, change: Change) -> None:
    """Make sessions recompile other triggers' functions, which were compiled for the old type.

    Any change to a function's catalog entry makes PL/pgSQL recompile it.
    """
    values = {"table": change.relation(operations), "ours": change.function}
    for function, cost in query_rows(operations, _TRIGGER_FUNCTIONS, **values):
        run(operations, f"ALTER FUNCTION {function} COST {cost:g}")
