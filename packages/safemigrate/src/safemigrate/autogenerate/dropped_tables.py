"""Dropped tables: set aside with their rows, those that refer to others first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from alembic.operations import ops
from sqlalchemy import ForeignKeyConstraint, Table

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import dropped_constraint
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit


def dropped_tables(changes: Iterable[ops.DropTableOp]) -> Iterator[Unit]:
    """Yield units that set tables aside; if they refer to each other, keys are dropped first."""
    remaining = {table.key: table for table in (change.to_table() for change in changes)}
    while remaining:
        free = [table for table in remaining.values() if not any(_keys_to(remaining, table))]
        if not free:
            for key in [key for table in remaining.values() for key in _keys_to(remaining, table)]:
                yield _dropped_key(key)
            free = list(remaining.values())
        for table in sorted(free, key=lambda table: table.key):
            yield _set_aside(table)
            del remaining[table.key]


def _keys_to(tables: dict[str, Table], to: Table) -> Iterator[ForeignKeyConstraint]:
    """Yield the foreign keys of the other tables that refer to this one."""
    for table in tables.values():
        for key in table.foreign_key_constraints:
            target = key.elements[0].target_fullname.rpartition(".")[0]
            if target == to.key and table is not to:
                yield key


def _dropped_key(key: ForeignKeyConstraint) -> Unit:
    (unit,) = dropped_constraint(ops.DropConstraintOp.from_constraint(key))
    return replace(unit, phase=Phase.CONTRACT)


def _set_aside(table: Table) -> Unit:
    return Unit(
        Phase.CONTRACT,
        (Call("drop_table_softly", table.name, schema=table.schema),),
        (Call("restore_table", table.name, schema=table.schema),),
        f"{table.name}: {MOMENT}",
    )
