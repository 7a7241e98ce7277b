"""Moves a column's default, serial sequence or identity to its shadow.

An identity's sequence cannot move to another column, so a new one is created with the same name. It
continues where the old one stopped: nobody takes a number while the table is locked.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows, run

_IDENTITY = """
SELECT n.nspname, c.relname, q.seqstart, q.seqincrement, q.seqcache, q.seqcycle, q.seqmin, q.seqmax,
  q.seqmax IN (32767, 2147483647, 9223372036854775807) OR q.seqmax = -1,
  q.seqmin IN (-32768, -2147483648, -9223372036854775808) OR q.seqmin = 1
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE q.seqrelid = to_regclass(:sequence)
"""


def hand_over_sequence(operations: Operations, change: Change, column: Column) -> None:
    """Give the shadow its column's default, sequence or identity, in the transaction of the swap.

    column  the column that has it now
    """
    relation = change.relation(operations)
    name, shadow = quoted(operations, change.column), quoted(operations, change.shadow)
    if column.identity:
        _hand_over_identity(operations, change, column)
        return
    if column.default is not None:
        run(operations, f"ALTER TABLE {relation} ALTER {shadow} SET DEFAULT {column.default}")
        if column.fixed_default is None:
            run(operations, f"ALTER TABLE {relation} ALTER {name} DROP DEFAULT")
    if column.sequence is not None:
        run(operations, f"ALTER SEQUENCE {column.sequence} OWNED BY {relation}.{shadow}")


def _hand_over_identity(operations: Operations, change: Change, column: Column) -> None:
    relation = change.relation(operations)
    name, shadow = quoted(operations, change.column), quoted(operations, change.shadow)
    [(schema, sequence, start, step, cache, cycles, low, high, high_is_types, low_is_types)] = (
        query_rows(operations, _IDENTITY, sequence=column.sequence)
    )
    value = f"SELECT last_value, is_called FROM {column.sequence}"  # noqa: S608 (regclass)
    [(last, was_called)] = query_rows(operations, value)
    always = "ALWAYS" if column.identity == "a" else "BY DEFAULT"
    bounds = "" if low_is_types else f" MINVALUE {low}"
    bounds += "" if high_is_types else f" MAXVALUE {high}"
    run(operations, f"ALTER TABLE {relation} ALTER {name} DROP IDENTITY")
    run(
        operations,
        f"ALTER TABLE {relation} ALTER {shadow} ADD GENERATED {always} AS IDENTITY "
        f"(SEQUENCE NAME {quoted(operations, sequence, schema)} START WITH {start} "
        f"INCREMENT BY {step}{bounds} CACHE {cache}{' CYCLE' if cycles else ''})",
    )
    following = last + step if was_called else last
    if following != start:
        run(operations, f"ALTER TABLE {relation} ALTER {shadow} RESTART WITH {following}")
