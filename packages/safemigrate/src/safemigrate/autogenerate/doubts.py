"""Drops that look like renames: something of the same type, or with the same columns, came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alembic.operations.ops import (
    AddColumnOp,
    CreateTableOp,
    DropColumnOp,
    DropTableOp,
    ModifyTableOps,
)

from safemigrate.autogenerate.migrate_errors import Doubt
from safemigrate.autogenerate.typed_rename import dotted

if TYPE_CHECKING:
    from alembic.ddl.impl import DefaultImpl
    from alembic.operations.ops import MigrateOperation
    from sqlalchemy import Column, Table


def doubts(operations: Sequence[MigrateOperation], impl: DefaultImpl) -> Iterator[Doubt]:
    """Return each drop that could be a rename, with what could be its new name."""
    yield from _tables(operations, impl)
    for each in operations:
        if isinstance(each, ModifyTableOps):
            yield from _columns(each, impl)


def _columns(changes: ModifyTableOps, impl: DefaultImpl) -> Iterator[Doubt]:
    added = [op.column for op in changes.ops if isinstance(op, AddColumnOp)]
    for op in changes.ops:
        if isinstance(op, DropColumnOp):
            gone = op.to_column()
            like = [column.name for column in added if _same_type(gone, column, impl)]
            if like:
                old = dotted(changes.schema, changes.table_name, op.column_name)
                yield Doubt("column", old, tuple(like))


def _tables(operations: Sequence[MigrateOperation], impl: DefaultImpl) -> Iterator[Doubt]:
    made = [op.to_table() for op in operations if isinstance(op, CreateTableOp)]
    for op in operations:
        if isinstance(op, DropTableOp):
            gone = op.to_table()
            like = [dotted(new.schema, new.name) for new in made if _same_columns(gone, new, impl)]
            if like:
                yield Doubt("table", dotted(op.schema, op.table_name), tuple(like))


def _same_type(old: Column[Any], new: Column[Any], impl: DefaultImpl) -> bool:
    return not impl.compare_type(old, new)


def _same_columns(old: Table, new: Table, impl: DefaultImpl) -> bool:
    """Return whether both are of one schema and have the same columns."""
    if old.schema != new.schema or set(old.columns.keys()) != set(new.columns.keys()):
        return False
    return all(_same_type(column, new.columns[column.name], impl) for column in old.columns)
