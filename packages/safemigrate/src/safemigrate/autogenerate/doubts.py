"""Drops that look like renames: something new has the same type or the same columns."""

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
    """Yield each drop that could be a rename, with its possible new names."""
    yield from _tables(operations, impl)
    for operation in operations:
        if isinstance(operation, ModifyTableOps):
            yield from _columns(operation, impl)


def _columns(changes: ModifyTableOps, impl: DefaultImpl) -> Iterator[Doubt]:
    added = [op.column for op in changes.ops if isinstance(op, AddColumnOp)]
    for op in changes.ops:
        if isinstance(op, DropColumnOp):
            dropped = op.to_column()
            candidates = [column.name for column in added if _same_type(dropped, column, impl)]
            if candidates:
                old = dotted(changes.schema, changes.table_name, op.column_name)
                yield Doubt("column", old, tuple(candidates))


def _tables(operations: Sequence[MigrateOperation], impl: DefaultImpl) -> Iterator[Doubt]:
    tables = [op.to_table() for op in operations if isinstance(op, CreateTableOp)]
    for op in operations:
        if isinstance(op, DropTableOp):
            dropped = op.to_table()
            same = [table for table in tables if _same_columns(dropped, table, impl)]
            candidates = [dotted(table.schema, table.name) for table in same]
            if candidates:
                yield Doubt("table", dotted(op.schema, op.table_name), tuple(candidates))


def _same_type(old: Column[Any], new: Column[Any], impl: DefaultImpl) -> bool:
    return not impl.compare_type(old, new)


def _same_columns(old: Table, new: Table, impl: DefaultImpl) -> bool:
    """Return whether both are in the same schema and have the same columns."""
    if old.schema != new.schema or set(old.columns.keys()) != set(new.columns.keys()):
        return False
    return all(_same_type(column, new.columns[column.name], impl) for column in old.columns)
