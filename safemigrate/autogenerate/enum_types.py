"""Enum types: made before a column needs them, given new values, dropped by the way back.

Alembic compares no enum's values, makes a type only with a new table, and leaves it there when the
table goes, so that the next upgrade finds it in its way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Column, Connection, Enum, MetaData, text

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.sql_text import bindless, literal, quoted
from safemigrate.autogenerate.unit import Phase, Unit

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


def types_of(columns: Iterable[Column[object]]) -> dict[tuple[str | None, str], EnumType]:
    """Return the enum types that PostgreSQL has for these columns."""
    found = {}
    for column in columns:
        kind = getattr(column.type, "item_type", column.type)
        if isinstance(kind, Enum) and kind.native_enum and kind.name:
            schema = kind.schema or (kind.metadata.schema if kind.metadata else None)
            found[schema, kind.name] = EnumType(schema, kind.name, tuple(kind.enums))
    return found


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

    def grown(self, models: Iterable[MetaData]) -> Iterator[Unit]:
        """Yield a unit for each value that a model's type has and the database's has not."""
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
        with_columns = types_of(
            change.column for change in changes if isinstance(change, ops.AddColumnOp)
        )
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


def _added(kind: EnumType, have: tuple[str, ...]) -> Iterator[Unit]:
    there = list(have)
    for place, value in enumerate(kind.values):
        if value in there:
            continue
        after = kind.values[place - 1] if place else None
        before = next((other for other in kind.values if other in there), None)
        beside = {"after": after} if after else {"before": before}
        call = Call("add_enum_value", kind.name, value, **beside, schema=kind.schema)
        yield Unit(Phase.EXPAND, (call,), (), f"type {kind.name}: no table")
        there.append(value)
