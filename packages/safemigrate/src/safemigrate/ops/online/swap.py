"""The new type gets the column's name, or gives it back: one short lock, and no row is touched."""

from __future__ import annotations

from dataclasses import replace

from alembic.operations import Operations

from safemigrate.ops.online.build import spare_index
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.fill import counted, see_that_rows_are_filled
from safemigrate.ops.online.handover import hand_over, see_that_all_is_built
from safemigrate.ops.online.not_null import not_null_as_column
from safemigrate.ops.online.online_errors import NotHeld
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
    """Exchange the names of a column and its shadow, and all that goes with a name.

    What has to be read or built is read and built before, while everybody works.

    Raises NotBuilt, RowsOutOfStep, NotHeld.
    """
    prepare(operations, change)
    with own_steps(operations):
        spare_index(operations, change)
    going = change.named(NEW if change.is_swapped else OLD)
    after = replace(change, shadow=going)
    where, name = change.where(operations), quoted(operations, change.column)
    run(operations, f"LOCK TABLE {where} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    drop_trigger(operations, change)
    run(operations, f"ALTER TABLE {where} RENAME {name} TO {quoted(operations, going)}")
    shadow = quoted(operations, change.shadow)
    run(operations, f"ALTER TABLE {where} RENAME {shadow} TO {name}")
    make_trigger(operations, after)
    _read_types_anew(operations, after)


def swap_back(operations: Operations, change: Change) -> None:
    """Take a swap back, and leave the shadow NOT NULL as it was before."""
    swap(operations, change)
    with own_steps(operations):
        not_null_as_column(operations, replace(change, shadow=change.named(NEW)))


def prepare(operations: Operations, change: Change) -> None:
    """See that the shadow can take over; it must hold no NULL where its column holds none."""
    see_that_all_is_built(operations, change)
    see_that_rows_are_filled(operations, change)
    _see_that_values_are_held(operations, change)
    with own_steps(operations):
        not_null_as_column(operations, change)


def _see_that_values_are_held(operations: Operations, change: Change) -> None:
    column = quoted(operations, change.column)
    converted = change.converted(operations, column)
    count = counted(operations, change, f"{column} IS NOT NULL AND {converted} IS NULL")
    if count:
        raise NotHeld(change.table, change.column, change.shadow, count)


def _read_types_anew(operations: Operations, change: Change) -> None:
    """Let other triggers' functions see the new type: a session keeps what it has compiled.

    Any change of its entry in the catalogue makes PL/pgSQL compile a function anew.
    """
    values = {"table": change.where(operations), "ours": change.function}
    for function, cost in query_rows(operations, _TRIGGER_FUNCTIONS, **values):
        run(operations, f"ALTER FUNCTION {function} COST {cost:g}")
