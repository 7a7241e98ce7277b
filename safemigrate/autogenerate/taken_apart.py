"""A proposal of Alembic's as units, in the order in which they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection, MetaData

from safemigrate.autogenerate.dropped_tables import without_tables
from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.rules import foreign_key
from safemigrate.autogenerate.safe_form import altered, safe_form
from safemigrate.autogenerate.unit import Phase, Unit, plain


def units_of(
    proposed: ops.UpgradeOps, connection: Connection, models: Sequence[MetaData]
) -> Iterator[Unit]:
    """Yield what a proposal comes to: types first, and last the tables that go."""
    changes = sorted(_flat(proposed), key=_rank)
    enums = EnumTypes(connection)
    yield from enums.grown(models)
    yield from enums.made(changes)
    new = [change for change in changes if isinstance(change, ops.CreateTableOp)]
    gone = [change for change in changes if isinstance(change, ops.DropTableOp)]
    made, dropped = {_table(change) for change in new}, {_table(change) for change in gone}
    for change in changes:
        if isinstance(change, ops.CreateTableOp):
            yield _unlocked(enums.with_known(change))
        elif _table(change) in made:
            yield _unlocked(change)
        elif isinstance(change, ops.AlterColumnOp):
            yield from altered(change, connection)
        elif _table(change) not in dropped:
            yield from safe_form(change)
    yield from _keys_in_a_circle(new)
    yield from without_tables(gone)


def _flat(changes: ops.UpgradeOps) -> Iterator[MigrateOperation]:
    for change in changes.ops:
        if isinstance(change, ops.ModifyTableOps):
            yield from change.ops
        else:
            yield change


def _rank(change: MigrateOperation) -> int:
    """Return 0 for a foreign key that goes, 1 for another rule or an index: types need neither."""
    if isinstance(change, ops.DropConstraintOp):
        return 0 if change.constraint_type == "foreignkey" else 1
    return 1 if isinstance(change, ops.DropIndexOp) else 2


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
                (later,) = foreign_key(ops.CreateForeignKeyOp.from_constraint(key))
                yield replace(later, phase=Phase.EXPAND)
