"""Enum types: made before a column needs them, given new values, dropped by the way back.

Alembic compares no enum's values, makes a type only with a new table, and leaves it there when the
table goes, so that the next upgrade finds it in its way.
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
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.sql_text import bindless, literal, quoted
from safemigrate.autogenerate.unit import Phase, Unit

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_KNOWN = """
SELECT n.nspname, t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class EnumType:
    """A type of the models; schema is None for the one that is found without saying so."""

    schema: str | None
    name: str
    values: tuple[str, ...]


def types_of(columns: Iterable[Column[Any]]) -> dict[tuple[str | None, str], EnumType]:
    """Return the enum types that PostgreSQL has for these columns."""
    found = (enum_type(column.type) for column in columns)
    return {(kind.schema, kind.name): kind for kind in found if kind is not None}


def enum_type(type_: TypeEngine[Any]) -> EnumType | None:
    """Return the enum type that PostgreSQL has for a type, or for the items of an array."""
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
    """Note a column that gets an enum type of another name; Alembic looks at no enum's name."""
    have, wanted = enum_type(live.type), enum_type(model.type)
    asked = context.migration_context.opts.get("compare_type") is not False
    if not asked or have is None or wanted is None or have.name == wanted.name:
        return PriorityDispatchResult.CONTINUE
    change.existing_type, change.modify_type = live.type, model.type
    return PriorityDispatchResult.STOP


def compare_enums(context: AutogenContext, changes: UpgradeOps) -> PriorityDispatchResult:
    """Propose each value that a model's type has and the database's has not."""
    if context.connection is not None and context.metadata is not None:
        models = context.metadata
        one = [models] if isinstance(models, MetaData) else list(models)
        changes.ops += EnumTypes(context.connection).grown(one)
    return PriorityDispatchResult.CONTINUE


class EnumTypes:
    """The types of the database beside those of the models."""

    def __init__(self, connection: Connection) -> None:
        self.default = connection.scalar(text("SELECT current_schema()"))
        self.known = {
            (schema, name): tuple(values)
            for schema, name, values in connection.execute(text(_KNOWN))
        }

    def values(self, kind: EnumType) -> tuple[str, ...] | None:
        """Return the values that the database has, or None where it has no such type."""
        return self.known.get((kind.schema or self.default, kind.name))

    def grown(self, models: Iterable[MetaData]) -> Iterator[Found]:
        """Yield a difference for each value that a model's type has and the database's has not."""
        columns = (col for model in models for table in model.tables.values() for col in table.c)
        for kind in types_of(columns).values():
            have = self.values(kind)
            if have is not None:
                yield from _added(kind, have)

    def left_over(self, models: Iterable[MetaData]) -> Iterator[tuple[str, list[str]]]:
        """Yield each type with the values that the database has and no model."""
        columns = (col for model in models for table in model.tables.values() for col in table.c)
        for kind in types_of(columns).values():
            gone = [value for value in self.values(kind) or () if value not in kind.values]
            if gone:
                yield kind.name, gone

    def made(self, changes: Sequence[MigrateOperation]) -> Iterator[Unit]:
        """Yield a unit for each type that these changes need and the database has not.

        It stands before them, so that its way back is the last; a new table makes the type itself.
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

    def with_known(self, change: ops.CreateTableOp) -> ops.CreateTableOp:
        """Return a new table that does not make the types which are there."""
        table = change.to_table()
        known = [kind for kind in types_of(table.c).values() if self.values(kind) is not None]
        if not known:
            return change
        for column in table.c:
            if enum_type(column.type) in known:
                column.type = _made_elsewhere(column.type)
        return ops.CreateTableOp.from_table(table)


def _new_types(changes: Sequence[MigrateOperation]) -> Iterator[Column[Any]]:
    """Yield the columns that need their type in a table that is there."""
    for change in changes:
        if isinstance(change, ops.AddColumnOp):
            yield change.column
        elif isinstance(change, ops.AlterColumnOp) and change.modify_type is not None:
            yield Column(change.column_name, change.modify_type)


def _made_elsewhere(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(type_, ARRAY):
        return ARRAY(_made_elsewhere(type_.item_type), dimensions=type_.dimensions)
    kind = enum_type(type_)
    if kind is None:
        return type_
    return ENUM(*kind.values, name=kind.name, schema=kind.schema, create_type=False)


def _added(kind: EnumType, have: tuple[str, ...]) -> Iterator[Found]:
    there = list(have)
    for place, value in enumerate(kind.values):
        if value in there:
            continue
        after = kind.values[place - 1] if place else None
        before = next((other for other in kind.values if other in there), None)
        beside = {"after": after} if after else {"before": before}
        call = Call("add_enum_value", kind.name, value, **beside, schema=kind.schema)
        unit = Unit(Phase.EXPAND, (call,), (), f"type {kind.name}: no table")
        yield Found(unit, "add_enum_value", kind.name, value)
        there.append(value)
