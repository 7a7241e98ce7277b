"""A stored generated column of a table in use: a plain one, which a trigger and a backfill fill.

PostgreSQL makes no column generated that is there, and a new one writes the table anew.  So the
column stays a plain one for good, and its trigger does what GENERATED … STORED would do.

https://www.postgresql.org/docs/current/ddl-generated-columns.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alembic.operations import ops
from alembic.operations.ops import ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Column, Computed, Connection, Table, text

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.filled_column import fill, not_null_when_filled, with_null
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.sql_text import bindless, quoted, sql_text
from safemigrate.autogenerate.unit import MOMENT, Phase, Turn, Unit
from safemigrate.lint.sql import of_row
from safemigrate.ops.names import kept_whole

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import AlterColumnOp

# The source of the function of a column's trigger.
_LIVE = """
SELECT p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass(:table) AND t.tgname = :trigger
"""


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
    make, drop = _trigger(table, column.name, schema, _source(column.name, value))
    yield Unit(Phase.EXPAND, (empty, *make), (*drop, empty.reverse()), f"{table}: {MOMENT}")
    where = f"{quoted(column.name)} IS NULL AND ({value}) IS NOT NULL"
    yield fill(table, column.name, value, where, schema)
    if not column.nullable:
        yield not_null_when_filled(table, column.name, schema)


def no_stored(change: ops.DropColumnOp, connection: Connection) -> Iterator[Unit]:
    """Yield what takes the trigger from a column that goes; it would stop every write."""
    table, column, schema = change.table_name, change.column_name, change.schema
    source = _source_of(connection, table, column, schema)
    if source is not None:
        make, drop = _trigger(table, column, schema, source)
        yield Unit(Phase.CONTRACT, drop, make, f"{table}: {MOMENT}")


def compare_stored_column(
    context: AutogenContext,
    change: AlterColumnOp,
    schema: str | None,
    table: str,
    name: str,
    live: Column[Any],
    model: Column[Any],
) -> PriorityDispatchResult:
    """Take a column with its trigger for a generated one: the next comparison is of its source."""
    if (
        isinstance(model.server_default, Computed)
        and live.server_default is None
        and context.connection is not None
        and _source_of(context.connection, table, name, schema) is not None
    ):
        return PriorityDispatchResult.STOP
    return PriorityDispatchResult.CONTINUE


def compare_stored(
    context: AutogenContext,
    changes: ModifyTableOps,
    schema: str | None,
    name: str,
    live: Table | None,
    model: Table | None,
) -> PriorityDispatchResult:
    """Propose what a trigger of ours says otherwise than the model."""
    if live is not None and model is not None and context.connection is not None:
        for column in model.columns:
            if column.computed is not None and column.name in live.columns:
                have = _source_of(context.connection, name, column.name, schema)
                value = sql_text(column.computed.sqltext)
                if have is not None and have != _source(column.name, value):
                    changes.ops += _changed(name, column, schema, have, value)
    return PriorityDispatchResult.CONTINUE


def _changed(
    table: str, column: Column[Any], schema: str | None, have: str, value: str
) -> Iterator[Found]:
    """Yield another source, with the renames that may be why, and what fills the column anew."""
    new, old = (
        _function(table, column.name, schema, source)
        for source in (_source(column.name, value), have)
    )
    words = "stored", schema, table, column.name
    replace = Unit(Phase.CONTRACT, (new,), (old,), f"{table}: nothing", Turn.RENAMES)
    yield Found(replace, *words)
    where = f"{quoted(column.name)} IS DISTINCT FROM ({value})"
    yield Found(fill(table, column.name, value, where, schema), *words)


def _source_of(connection: Connection, table: str, column: str, schema: str | None) -> str | None:
    values = {"table": quoted(table, schema), "trigger": _name(column)}
    source: str | None = connection.scalar(text(_LIVE), values)
    return source


def _source(column: str, value: str) -> str:
    return f" BEGIN NEW.{quoted(column)} = {of_row('new', value)}; RETURN NEW; END "


def _trigger(
    table: str, column: str, schema: str | None, source: str
) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """Return what makes the trigger and its function, and what drops them."""
    function, name = _function_name(table, column, schema), quoted(_name(column))
    on = f"ON {quoted(table, schema)}"
    make = (
        _function(table, column, schema, source),
        _execute(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE {on} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
    )
    return make, (_execute(f"DROP TRIGGER {name} {on}"), _execute(f"DROP FUNCTION {function}()"))


def _function(table: str, column: str, schema: str | None, source: str) -> Call:
    name = _function_name(table, column, schema)
    return _execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $stored${source}$stored$"
    )


def _function_name(table: str, column: str, schema: str | None) -> str:
    return quoted(kept_whole(f"{table}_{column}_stored"), schema)


def _name(column: str) -> str:
    # Triggers fire in the order of their names: after the others, and before those of an online
    # change, which keep two columns in step.
    return kept_whole(f"zy_{column}_stored")


def _execute(sql: str) -> Call:
    return Call("execute", bindless(sql))
