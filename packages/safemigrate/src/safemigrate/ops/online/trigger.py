"""The trigger that keeps a column and its shadow in sync, whichever of them a program writes.

It changes the row before it is written and runs no other statement, so it cannot fire itself.  An
INSERT counts as writing a column if the value differs from the default, an UPDATE if it differs
from the old value; any UPDATE fills a row that is not filled yet.  If a program writes both columns
and they do not match, the column's value wins over its shadow's.
https://www.postgresql.org/docs/current/plpgsql-trigger.html
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change, differ
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.own_path import own_path
from safemigrate.postgres.names import literal, quoted
from safemigrate.postgres.statements import run


def make_trigger(operations: Operations, change: Change) -> None:
    """Create the function and the trigger; SHARE ROW EXCLUSIVE on the table for a moment."""
    _make_function(operations, change)
    run(
        operations,
        f"CREATE TRIGGER {quoted(operations, change.trigger)} BEFORE INSERT OR UPDATE ON "
        f"{change.relation(operations)} FOR EACH ROW EXECUTE FUNCTION "
        f"{quoted(operations, change.function, change.schema)}"
        f"({literal(change.column)}, {literal(change.shadow)})",
    )


def drop_trigger(operations: Operations, change: Change) -> None:
    """Drop the trigger and its function; ACCESS EXCLUSIVE on the table for a moment."""
    trigger = quoted(operations, change.trigger)
    run(operations, f"DROP TRIGGER {trigger} ON {change.relation(operations)}")
    run(operations, f"DROP FUNCTION {quoted(operations, change.function, change.schema)}()")


def _make_function(operations: Operations, change: Change) -> None:
    column = f"NEW.{quoted(operations, change.column)}"
    shadow = f"NEW.{quoted(operations, change.shadow)}"
    old = {name: name.replace("NEW.", "OLD.", 1) for name in (column, shadow)}
    right_shadow = change.converted(operations, column)
    right_column = change.converted_back(operations, shadow)
    relation = change.relation(operations)
    default = {name: _default(operations, change, name) for name in (change.column, change.shadow)}
    run(
        operations,
        f"CREATE FUNCTION {quoted(operations, change.function, change.schema)}() RETURNS trigger "
        f"LANGUAGE plpgsql {own_path(operations)} AS $online$\n"
        f"DECLARE\n"
        f"    column_default {relation}.{quoted(operations, change.column)}%TYPE := "
        f"{default[change.column]};\n"
        f"    shadow_default {relation}.{quoted(operations, change.shadow)}%TYPE := "
        f"{default[change.shadow]};\n"
        f"    right_shadow {relation}.{quoted(operations, change.shadow)}%TYPE := {right_shadow};\n"
        f"BEGIN\n"
        f"    IF NOT {differ(shadow, 'right_shadow')} THEN\n"
        f"        RETURN NEW;\n"
        f"    END IF;\n"
        f"    IF TG_OP = 'INSERT' THEN\n"
        f"        IF {differ(shadow, 'shadow_default')}"
        f"{_is_default(operations, change, column)} THEN\n"
        f"            {column} := {right_column};\n"
        f"        ELSE\n"
        f"            {shadow} := right_shadow;\n"
        f"        END IF;\n"
        f"    ELSIF {differ(column, old[column])} OR {shadow} IS NULL AND {old[shadow]} IS NULL "
        f"THEN\n"
        f"        {shadow} := right_shadow;\n"
        f"    ELSIF {differ(shadow, old[shadow])} THEN\n"
        f"        {column} := {right_column};\n"
        f"    END IF;\n"
        f"    RETURN NEW;\n"
        f"END\n"
        f"$online$",
    )


def _default(operations: Operations, change: Change, name: str) -> str:
    column = column_of(operations, change.table, name, change.schema)
    return (column.fixed_default if column else None) or "NULL"


def _is_default(operations: Operations, change: Change, value: str) -> str:
    """Return SQL for whether an INSERT left the column out, if its default can tell."""
    column = column_of(operations, change.table, change.column, change.schema)
    if column and (column.identity or (column.default and not column.fixed_default)):
        return ""
    return f" AND NOT {differ(value, 'column_default')}"
