"""Enum types: created before a column needs them, extended by new values, dropped by downgrades.

Alembic does not compare the values of an enum, creates a type only with a new table, and does not
drop it with the table, so that the next upgrade fails because the type exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alembic.operations import MigrateOperation, ops
from alembic.operations.ops import UpgradeOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import ARRAY, Column, Connection, Enum, MetaData, text
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.sql_text import bindless, quoted
from safemigrate.autogenerate.unit import Phase, Unit
from safemigrate.postgres.names import literal

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_TYPES = """
SELECT n.nspname, t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class EnumType:
    """A type of the models; schema is None for the default schema."""

    schema: str | None
    name: str
    values: tuple[str, ...]


def types_of(columns: Iterable[Column[Any]]) -> dict[tuple[str | None, str], EnumType]:
    """Return the enum types that PostgreSQL needs for these columns."""
    types = (enum_type(column.type) for column in columns)
    return {(kind.schema, kind.name): kind for kind in types if kind is not None}


def enum_type(type_: TypeEngine[Any]) -> EnumType | None:
    """Return the enum type that PostgreSQL needs for a type, or for the items of an array."""
    kind = getattr(type_, "item_type", type_)
    if not isinstance(kind, Enum) or not kind.native_enum or not kind.name:
        return None
    schema = kind.schema or (kind.metadata.schema if kind.metadata else None)
    return EnumType(schema, kind.name, tuple(kind.enums))


def compare_enum_type(
    context: AutogenContext,
    change: ops.AlterColumnOp,
    schema: str | None,
    table: str,
    name: str,
    live: Column[Any],
    model: Column[Any],
) -> PriorityDispatchResult:
    """Note a column whose enum type has a new name; Alembic does not compare names of enums."""
    current, wanted = enum_type(live.type), enum_type(model.type)
    compares_types = context.migration_context.opts.get("compare_type") is not False
    if not compares_types or current is None or wanted is None or current.name == wanted.name:
        return PriorityDispatchResult.CONTINUE
    change.existing_type, change.modify_type = live.type, model.type
    return PriorityDispatchResult.STOP


def compare_enums(context: AutogenContext, changes: UpgradeOps) -> PriorityDispatchResult:
    """Propose each value that a model's type has and the database's type lacks."""
    if context.connection is not None and context.metadata is not None:
        models = context.metadata
        metadatas = [models] if isinstance(models, MetaData) else list(models)
        changes.ops += EnumTypes(context.connection).added_values(metadatas)
    return PriorityDispatchResult.CONTINUE


class EnumTypes:
    """The enum types of the database, to compare with those of the models."""

    def __init__(self, connection: Connection) -> None:
        self.default = connection.scalar(text("SELECT current_schema()"))
        self.existing = {
            (schema, name): tuple(values)
            for schema, name, values in connection.execute(text(_TYPES))
        }

    def values(self, kind: EnumType) -> tuple[str, ...] | None:
        """Return the values that the database has, or None if it does not have the type."""
        return self.existing.get((kind.schema or self.default, kind.name))

    def added_values(self, models: Iterable[MetaData]) -> Iterator[Difference]:
        """Yield a difference for each value that a model's type has and the database's lacks."""
        columns = (col for model in models for table in model.tables.values() for col in table.c)
        for kind in types_of(columns).values():
            current = self.values(kind)
            if current is not None:
                yield from _added(kind, current)

    def surplus_values(self, models: Iterable[MetaData]) -> Iterator[tuple[str, list[str]]]:
        """Yield each type that has values in the database but not in the models, with them."""
        columns = (col for model in models for table in model.tables.values() for col in table.c)
        for kind in types_of(columns).values():
            surplus = [value for value in self.values(kind) or () if value not in kind.values]
            if surplus:
                yield kind.name, surplus

    def created_types(self, changes: Sequence[MigrateOperation]) -> Iterator[Unit]:
        """Yield a unit for each type that these changes need and the database lacks.

        It comes before them, so that downgrade() drops the type last.  CREATE TABLE makes the
        type of a new table.
        """
        with_tables = types_of(
            column
            for change in changes
            if isinstance(change, ops.CreateTableOp)
            for column in change.to_table().c
        )
        with_columns = types_of(_new_types(changes))
        for key, kind in (with_columns | with_tables).items():
            if self.values(kind) is None:
                name = bindless(quoted(kind.name, kind.schema))
                listed = ", ".join(bindless(literal(value)) for value in kind.values)
                make = Call("execute", f"CREATE TYPE {name} AS ENUM ({listed})")
                yield Unit(
                    Phase.EXPAND,
                    () if key in with_tables else (make,),
                    (Call("execute", f"DROP TYPE {name}"),),
                )

    def with_existing(self, change: ops.CreateTableOp) -> ops.CreateTableOp:
        """Return a new table that does not create types that already exist."""
        table = change.to_table()
        existing = [kind for kind in types_of(table.c).values() if self.values(kind) is not None]
        if not existing:
            return change
        for column in table.c:
            if enum_type(column.type) in existing:
                column.type = _without_create(column.type)
        return ops.CreateTableOp.from_table(table)


def _new_types(changes: Sequence[MigrateOperation]) -> Iterator[Column[Any]]:
    """Yield the columns of existing tables that need a type."""
    for change in changes:
        if isinstance(change, ops.AddColumnOp):
            yield change.column
        elif isinstance(change, ops.AlterColumnOp) and change.modify_type is not None:
            yield Column(change.column_name, change.modify_type)


def _without_create(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(type_, ARRAY):
        return ARRAY(_without_create(type_.item_type), dimensions=type_.dimensions)
    kind = enum_type(type_)
    if kind is None:
        return type_
    return ENUM(*kind.values, name=kind.name, schema=kind.schema, create_type=False)


def _added(kind: EnumType, current: tuple[str, ...]) -> Iterator[Difference]:
    labels = list(current)
    for position, value in enumerate(kind.values):
        if value in labels:
            continue
        after = kind.values[position - 1] if position else None
        before = next((other for other in kind.values if other in labels), None)
        neighbor = {"after": after} if after else {"before": before}
        call = Call("add_enum_value", kind.name, value, **neighbor, schema=kind.schema)
        unit = Unit(Phase.EXPAND, (call,), (), f"type {kind.name}: no table is locked")
        yield Difference(unit, "add_enum_value", kind.name, value)
        labels.append(value)
