"""A stored generated column of a table in use: a plain column that a trigger and a backfill fill.

PostgreSQL cannot turn an existing column into a generated one, and adding one rewrites the table.
So the column stays a plain column, and its trigger does what GENERATED … STORED would do.

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

# Our triggers are found by name, and their functions through them, because tables are renamed.
_LIVE = """
SELECT t.tgfoid::regproc::text, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass(:table) AND t.tgname = :trigger
"""


@dataclass(frozen=True)
class TriggerFunction:
    """The trigger function that computes a stored column.

    name    as SQL
    source  its body
    """

    name: str
    source: str

    def create(self) -> Call:
        """Return the call that creates or replaces the function."""
        return _execute(
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $stored${self.source}$stored$"
        )


def is_stored(column: Column[Any], connection: Connection) -> bool:
    """Return whether the server would compute a column for each row and store it."""
    computed = column.computed
    if computed is None or computed.persisted is None:
        virtual = getattr(connection.dialect, "supports_virtual_generated_columns", False)
        return computed is not None and not virtual
    return computed.persisted


def stored(change: ops.AddColumnOp) -> Iterator[Unit]:
    """Yield a column with the trigger that fills it in new and updated rows, and its backfill."""
    table, column, schema = change.table_name, change.column, change.schema
    computed: Computed = column.computed  # type: ignore[assignment]
    value = sql_text(computed.sqltext)
    empty = with_null(change)
    empty.column.server_default = empty.column.computed = None
    name = quoted(kept_whole(f"{table}_{column.name}_stored"), schema)
    function = TriggerFunction(name, source(column.name, value))
    make, drop = _trigger(table, column.name, schema, function)
    yield Unit(Phase.EXPAND, (empty, *make), (*drop, empty.reverse()), f"{table}: {MOMENT}")
    where = f"{quoted(column.name)} IS NULL AND ({value}) IS NOT NULL"
    yield fill(table, column.name, value, where, schema)
    if not column.nullable:
        yield not_null_when_filled(table, column.name, schema)


def dropped_trigger(change: ops.DropColumnOp, connection: Connection) -> Iterator[Unit]:
    """Yield the drop of a dropped column's trigger, which would make every write fail."""
    table, column, schema = change.table_name, change.column_name, change.schema
    function = trigger_function(connection, table, column, schema)
    if function is not None:
        make, drop = _trigger(table, column, schema, function)
        yield Unit(Phase.CONTRACT, drop, make, f"{table}: {MOMENT}")


def trigger_function(
    connection: Connection, table: str, column: str, schema: str | None
) -> TriggerFunction | None:
    """Return the function that computes a stored column; None if none of our triggers does."""
    values = {"table": quoted(table, schema), "trigger": trigger_name(column)}
    row = connection.execute(text(_LIVE), values).first()
    return None if row is None else TriggerFunction(*row)


def trigger_name(column: str) -> str:
    """Return the name of a stored column's trigger.

    Triggers fire in the order of their names: this one after others, and before those of an
    online change, which keep two columns in sync.
    """
    return kept_whole(f"zy_{column}_stored")


def source(column: str, value: str) -> str:
    """Return the body of the trigger function.

    value  SQL, in terms of the table's columns
    """
    return f" BEGIN NEW.{quoted(column)} = {with_row_prefix('new', value)}; RETURN NEW; END "


def _trigger(
    table: str, column: str, schema: str | None, function: TriggerFunction
) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """Return the calls that create the trigger and its function, and those that drop them."""
    name, on = quoted(trigger_name(column)), f"ON {quoted(table, schema)}"
    make = (
        function.create(),
        _execute(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE {on} "
            f"FOR EACH ROW EXECUTE FUNCTION {function.name}()"
        ),
    )
    drop = f"DROP TRIGGER {name} {on}", f"DROP FUNCTION {function.name}()"
    return make, tuple(map(_execute, drop))


def _execute(sql: str) -> Call:
    return Call("execute", bindless(sql))
