"""Splits Alembic's proposal into units, in the order in which they can be applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection

from safemigrate.autogenerate.altered_columns import ColumnChanges
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.dropped_tables import dropped_tables
from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.new_column import new_column
from safemigrate.autogenerate.online_changes import OnlineChanges
from safemigrate.autogenerate.rename_line import RenameLine
from safemigrate.autogenerate.replaced_rules import REPLACED, with_replaced_keys
from safemigrate.autogenerate.safe_form import renamed_at_once, safe_form
from safemigrate.autogenerate.stored_column import dropped_trigger
from safemigrate.autogenerate.typed_rename import Rename
from safemigrate.autogenerate.unit import INHERITED, REFERRED_TO, Phase, Unit, plain, table_of

_Place = tuple[str | None, str]  # schema and name of a table
_NEEDED = 2  # the rank of a sequence or a value of an enum, which tables may use


def units_of(
    proposed: ops.UpgradeOps,
    connection: Connection,
    names: Mapping[Rename, Sequence[Unit]],
    online: OnlineChanges | None,
) -> Iterator[Unit]:
    """Yield the units of a proposal: types and new tables first, dropped tables last.

    names   the steps of each rename that is made online
    online  decides which changes of type are made online; None if none is
    """
    changes = sorted(with_replaced_keys(_flat(proposed)), key=_rank)
    for change in changes:
        if isinstance(change, RenameLine):
            yield from names.get(change.rename, [renamed_at_once(change)])
    enums = EnumTypes(connection)
    types = list(enums.created_types(changes))
    yield from types
    if online:
        online.make_types(types)
    needed = [change for change in changes if _rank(change) == _NEEDED]
    yield from (change.unit for change in needed if isinstance(change, Difference))
    creations = [change for change in changes if isinstance(change, ops.CreateTableOp)]
    drops = [change for change in changes if isinstance(change, ops.DropTableOp)]
    new = {table_of(change) for change in creations}
    dropped = {table_of(change) for change in drops}
    for change in changes:
        if isinstance(change, ops.CreateTableOp):
            yield _of_new_table(enums.with_existing(change), new)
        elif table_of(change) in new:
            yield _of_new_table(change, new)
    yield from _keys_in_a_circle(creations, new)
    done = [*needed, *(change for change in changes if isinstance(change, RenameLine))]
    columns = ColumnChanges(changes, connection, online)
    for change in changes:
        if change not in done and table_of(change) not in new | dropped:
            yield from _in_use(change, columns, connection)
    yield from dropped_tables(drops)


def _in_use(
    change: MigrateOperation, columns: ColumnChanges, connection: Connection
) -> Iterator[Unit]:
    """Yield the units of a change of an existing table."""
    if isinstance(change, Difference):
        yield change.unit
    elif isinstance(change, ops.AlterColumnOp):
        yield from columns.altered(change)
    elif isinstance(change, ops.AddColumnOp):
        yield from new_column(change, connection)
    elif isinstance(change, ops.DropColumnOp):
        yield from dropped_trigger(change, connection)
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
    """Return the order: drops that block others; needed objects; the rest; keys; NULL allowed."""
    match change:
        case ops.DropConstraintOp():
            return 0 if change.constraint_type == "foreignkey" else 1
        case ops.DropIndexOp():
            return 1
        case Difference(words=(word, *_)) if (
            word == REPLACED and change.unit.phase is Phase.CONTRACT
        ):
            return 1
        case Difference():
            return _NEEDED if change.unit.phase is Phase.EXPAND else 4
        case ops.AlterColumnOp(modify_nullable=True):
            return 5
    return 3


def _of_new_table(change: MigrateOperation, new: Set[tuple[str | None, str | None]]) -> Unit:
    """Return a change of a new table: it locks only the existing tables that it names."""
    referred, parents = _named_by(change)
    locks = [
        f"{', '.join(sorted({name for _, name in places - new}))}: {lock}"
        for places, lock in ((referred, REFERRED_TO), (parents, INHERITED))
        if places - new
    ]
    return replace(plain(change), locks="; ".join(locks))


def _named_by(change: MigrateOperation) -> tuple[set[_Place], set[_Place]]:
    """Return the tables that a change of a new table refers to, and those that it inherits."""
    if isinstance(change, ops.CreateForeignKeyOp):
        return {(change.kw.get("referent_schema"), change.referent_table)}, set()
    if not isinstance(change, ops.CreateTableOp):
        return set(), set()
    table = change.to_table()
    keys = [key for key in table.foreign_key_constraints if not key.use_alter]
    parents = table.dialect_options["postgresql"]["inherits"] or ()
    names = (parents,) if isinstance(parents, str) else parents
    targets = (key.elements[0].target_fullname.rpartition(".")[0] for key in keys)
    return {_placed(target) for target in targets}, {_placed(name) for name in names}


def _placed(name: str) -> _Place:
    schema, _, table = name.rpartition(".")
    return schema or None, table


def _keys_in_a_circle(
    creations: Iterable[ops.CreateTableOp], new: Set[tuple[str | None, str | None]]
) -> Iterator[Unit]:
    """Yield foreign keys of new tables that refer to each other, to be added after all of them."""
    for change in creations:
        keys = change.to_table().foreign_key_constraints
        for key in sorted(keys, key=lambda key: list(key.column_keys)):
            if key.use_alter:
                later = ops.CreateForeignKeyOp.from_constraint(key)
                later.kw.pop("use_alter")
                yield _of_new_table(later, new)
