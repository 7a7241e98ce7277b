"""A proposal of Alembic's as units, in the order in which they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection

from safemigrate.autogenerate.altered_columns import Columns
from safemigrate.autogenerate.dropped_tables import without_tables
from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.new_column import new_column
from safemigrate.autogenerate.online_changes import OnlineChanges
from safemigrate.autogenerate.replaced_rules import REPLACED, with_replaced_keys
from safemigrate.autogenerate.safe_form import renamed_at_once, safe_form
from safemigrate.autogenerate.stored_column import no_stored
from safemigrate.autogenerate.typed_rename import Rename
from safemigrate.autogenerate.unit import Phase, Unit, plain, table_of
from safemigrate.autogenerate.written import Written

_NEEDED = 2  # a sequence, a value of an enum: tables may use it


def units_of(
    proposed: ops.UpgradeOps,
    connection: Connection,
    names: Mapping[Rename, Sequence[Unit]],
    online: OnlineChanges | None,
) -> Iterator[Unit]:
    """Yield what a proposal comes to: types and new tables first, and last the tables that go.

    names   the steps of each rename that is made online
    online  what knows which changes of type are made online; None where all are made at once
    """
    changes = sorted(with_replaced_keys(_flat(proposed)), key=_rank)
    for change in changes:
        if isinstance(change, Written):
            yield from names.get(change.rename, [renamed_at_once(change)])
    enums = EnumTypes(connection)
    types = list(enums.made(changes))
    yield from types
    if online:
        online.make_types(types)
    needed = [change for change in changes if _rank(change) == _NEEDED]
    yield from (change.unit for change in needed if isinstance(change, Found))
    new = [change for change in changes if isinstance(change, ops.CreateTableOp)]
    gone = [change for change in changes if isinstance(change, ops.DropTableOp)]
    made, dropped = {table_of(change) for change in new}, {table_of(change) for change in gone}
    for change in changes:
        if isinstance(change, ops.CreateTableOp):
            yield _unlocked(enums.with_known(change))
        elif table_of(change) in made:
            yield _unlocked(change)
    yield from _keys_in_a_circle(new)
    done = [*needed, *(change for change in changes if isinstance(change, Written))]
    columns = Columns(changes, connection, online)
    for change in changes:
        if change not in done and table_of(change) not in made | dropped:
            yield from _in_use(change, columns, connection)
    yield from without_tables(gone)


def _in_use(change: MigrateOperation, columns: Columns, connection: Connection) -> Iterator[Unit]:
    """Yield what does a change to a table that is there."""
    if isinstance(change, Found):
        yield change.unit
    elif isinstance(change, ops.AlterColumnOp):
        yield from columns.altered(change)
    elif isinstance(change, ops.AddColumnOp):
        yield from new_column(change, connection)
    elif isinstance(change, ops.DropColumnOp):
        yield from no_stored(change, connection)
        yield from safe_form(change)
    else:
        yield from safe_form(change)


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
        case Found(words=(word, *_)) if word == REPLACED and change.unit.phase is Phase.CONTRACT:
            return 1
        case Found():
            return _NEEDED if change.unit.phase is Phase.EXPAND else 4
        case ops.AlterColumnOp(modify_nullable=True):
            return 5
    return 3


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
