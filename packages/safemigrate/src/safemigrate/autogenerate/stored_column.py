"""A stored generated column of a table in use: a plain one, which a trigger and a backfill fill.

PostgreSQL makes no column generated that is there, and a new one writes the table anew.  So the
column stays a plain one for good, and its trigger does what GENERATED … STORED would do.

https://www.postgresql.org/docs/current/ddl-generated-columns.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alembic.operations import ops
from sqlalchemy import Column, Computed, Connection, text

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.filled_column import fill, not_null_when_filled, with_null
from safemigrate.autogenerate.sql_text import bindless, quoted, sql_text
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit
from safemigrate.lint.sql import with_row_prefix
from safemigrate.postgres.names import kept_whole

# Triggers of ours go by their names, and their functions by what they call: tables are renamed.
_LIVE = """
SELECT t.tgfoid::regproc::text, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass(:table) AND t.tgname = :trigger
"""


@dataclass(frozen=True)
class Filling:
    """What works a stored column out.

    function  its name, as SQL
    source    what it does
    """

    function: str
    source: str

    def made(self) -> Call:
        """Return what makes or replaces the function."""
        return _execute(
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $stored${self.source}$stored$"
        )


def is_stored(column: Column[Any], connection: Connection) -> bool:
    """Return whether the server would work a column out for each row and keep it."""
    computed = column.computed
    if computed is None or computed.persisted is None:
        virtual = getattr(connection.dialect, "supports_virtual_generated_columns", False)
        return computed is not None and not virtual
    return computed.persisted


def stored(change: ops.AddColumnOp) -> Iterator[Unit]:
    """Yield a column, what fills it in every row that is written, and what fills the others."""
    table, column, schema = change.table_name, change.column, change.schema
    computed: Computed = column.computed  # type: ignore[assignment]
    value = sql_text(computed.sqltext)
    empty = with_null(change)
    empty.column.server_default = empty.column.computed = None
    function = quoted(kept_whole(f"{table}_{column.name}_stored"), schema)
    filling = Filling(function, source(column.name, value))
    make, drop = _trigger(table, column.name, schema, filling)
    yield Unit(Phase.EXPAND, (empty, *make), (*drop, empty.reverse()), f"{table}: {MOMENT}")
    where = f"{quoted(column.name)} IS NULL AND ({value}) IS NOT NULL"
    yield fill(table, column.name, value, where, schema)
    if not column.nullable:
        yield not_null_when_filled(table, column.name, schema)


def no_stored(change: ops.DropColumnOp, connection: Connection) -> Iterator[Unit]:
    """Yield what takes the trigger from a column that goes; it would stop every write."""
    table, column, schema = change.table_name, change.column_name, change.schema
    filling = filling_of(connection, table, column, schema)
    if filling is not None:
        make, drop = _trigger(table, column, schema, filling)
        yield Unit(Phase.CONTRACT, drop, make, f"{table}: {MOMENT}")


def filling_of(
    connection: Connection, table: str, column: str, schema: str | None
) -> Filling | None:
    """Return what works out a stored column; None where no trigger of ours does."""
    values = {"table": quoted(table, schema), "trigger": trigger_of(column)}
    row = connection.execute(text(_LIVE), values).first()
    return None if row is None else Filling(*row)


def trigger_of(column: str) -> str:
    """Return the name of a stored column's trigger.

    Triggers fire in the order of their names: after the others, and before those of an online
    change, which keep two columns in step.
    """
    return kept_whole(f"zy_{column}_stored")


def source(column: str, value: str) -> str:
    """Return what the trigger runs.

    value  SQL, in terms of the table's columns
    """
    return f" BEGIN NEW.{quoted(column)} = {with_row_prefix('new', value)}; RETURN NEW; END "


def _trigger(
    table: str, column: str, schema: str | None, filling: Filling
) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """Return what makes the trigger and its function, and what drops them."""
    name, on = quoted(trigger_of(column)), f"ON {quoted(table, schema)}"
    make = (
        filling.made(),
        _execute(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE {on} "
            f"FOR EACH ROW EXECUTE FUNCTION {filling.function}()"
        ),
    )
    drop = f"DROP TRIGGER {name} {on}", f"DROP FUNCTION {filling.function}()"
    return make, tuple(map(_execute, drop))


def _execute(sql: str) -> Call:
    return Call("execute", bindless(sql))
