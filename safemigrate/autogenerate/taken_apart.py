"""A proposal of Alembic's as units, in the order in which they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection

from safemigrate.autogenerate.dropped_tables import without_tables
from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.primary_keys import PRIMARY_KEY
from safemigrate.autogenerate.safe_form import altered, safe_form
from safemigrate.autogenerate.unit import Phase, Unit, plain

_NEEDED = 2  # a sequence, a value of an enum: tables may use it


def units_of(proposed: ops.UpgradeOps, connection: Connection) -> Iterator[Unit]:
    """Yield what a proposal comes to: types and new tables first, and last the tables that go."""
    changes = sorted(_flat(proposed), key=_rank)
    enums = EnumTypes(connection)
    yield from enums.made(changes)
    needed = [change for change in changes if _rank(change) == _NEEDED]
    yield from (change.unit for change in needed if isinstance(change, Found))
    new = [change for change in changes if isinstance(change, ops.CreateTableOp)]
    gone = [change for change in changes if isinstance(change, ops.DropTableOp)]
    made, dropped = {_table(change) for change in new}, {_table(change) for change in gone}
    for change in changes:
        if isinstance(change, ops.CreateTableOp):
            yield _unlocked(enums.with_known(change))
        elif _table(change) in made:
            yield _unlocked(change)
    yield from _keys_in_a_circle(new)
    for change in changes:
        if change not in needed and _table(change) not in made | dropped:
            yield from _in_use(change, connection, rekeyed=_rekeyed(changes))
    yield from without_tables(gone)


def _in_use(
    change: MigrateOperation, connection: Connection, *, rekeyed: set[tuple[str | None, ...]]
) -> Iterator[Unit]:
    """Yield what does a change to a table that is there.

    rekeyed  schema and name of each table that gets another primary key
    """
    if isinstance(change, Found):
        yield change.unit
    elif isinstance(change, ops.AlterColumnOp):
        for unit in altered(change, connection):
            # A column of a key can hold no NULL before the key is gone.
            late = change.modify_nullable and _table(change) in rekeyed
            yield replace(unit, phase=Phase.CONTRACT) if late else unit
    else:
        yield from safe_form(change)


def _rekeyed(changes: Iterable[MigrateOperation]) -> set[tuple[str | None, ...]]:
    found = (change.words for change in changes if isinstance(change, Found))
    return {words[1:] for words in found if words[0] == PRIMARY_KEY}


def _flat(changes: ops.UpgradeOps) -> Iterator[MigrateOperation]:
    for change in changes.ops:
        if isinstance(change, ops.ModifyTableOps):
            yield from change.ops
        else:
            yield change


def _rank(change: MigrateOperation) -> int:
    """Return an order: what goes and is in the way; what is needed; the rest; keys; less strict."""
    match change:
        case ops.DropConstraintOp():
            return 0 if change.constraint_type == "foreignkey" else 1
        case ops.DropIndexOp():
            return 1
        case Found():
            return _NEEDED if change.unit.phase is Phase.EXPAND else 4
        case ops.AlterColumnOp(modify_nullable=True):
            return 5
    return 3


def _table(change: MigrateOperation) -> tuple[str | None, str | None]:
    if isinstance(change, ops.CreateForeignKeyOp):
        return change.kw.get("source_schema"), change.source_table
    return getattr(change, "schema", None), getattr(change, "table_name", None)


def _unlocked(change: MigrateOperation) -> Unit:
    """Return a change of a table that nobody uses yet."""
    return replace(plain(change), locks="")


def _keys_in_a_circle(new: Iterable[ops.CreateTableOp]) -> Iterator[Unit]:
    """Yield foreign keys that no new table could be made with, for the other refers back."""
    for change in new:
        keys = change.to_table().foreign_key_constraints
        for key in sorted(keys, key=lambda key: list(key.column_keys)):
            if key.use_alter:
                later = ops.CreateForeignKeyOp.from_constraint(key)
                later.kw.pop("use_alter")
                yield _unlocked(later)
