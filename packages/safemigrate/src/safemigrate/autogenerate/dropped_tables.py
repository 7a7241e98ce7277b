"""Tables that go: taken out of sight with their rows, first those that refer to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from alembic.operations import ops
from sqlalchemy import ForeignKeyConstraint, Table

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import no_rule
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit


def without_tables(changes: Iterable[ops.DropTableOp]) -> Iterator[Unit]:
    """Yield what sets tables aside; where they refer to each other, their keys go first."""
    left = {table.key: table for table in (change.to_table() for change in changes)}
    while left:
        free = [table for table in left.values() if not any(_keys(left, table))]
        if not free:
            for key in [key for table in left.values() for key in _keys(left, table)]:
                yield _without(key)
            free = list(left.values())
        for table in sorted(free, key=lambda table: table.key):
            yield _set_aside(table)
            del left[table.key]


def _keys(tables: dict[str, Table], to: Table) -> Iterator[ForeignKeyConstraint]:
    """Yield the foreign keys by which the other tables refer to one."""
    for table in tables.values():
        for key in table.foreign_key_constraints:
            target = key.elements[0].target_fullname.rpartition(".")[0]
            if target == to.key and table is not to:
                yield key


def _without(key: ForeignKeyConstraint) -> Unit:
    (unit,) = no_rule(ops.DropConstraintOp.from_constraint(key))
    return replace(unit, phase=Phase.CONTRACT)


def _set_aside(table: Table) -> Unit:
    return Unit(
        Phase.CONTRACT,
        (Call("drop_table_softly", table.name, schema=table.schema),),
        (Call("restore_table", table.name, schema=table.schema),),
        f"{table.name}: {MOMENT}",
    )
