"""The trigger that keeps a column and its shadow in step, whichever of them a program writes.

It changes the row before it is written and runs no statement of its own, so it cannot call itself.
An INSERT has given a column where that is not its default.  An UPDATE has changed it where it is
not what it was; a row that nobody has filled yet is filled by any UPDATE.  Where both columns were
written and do not agree, the column counts and not its shadow.
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
    """Make the function and the trigger; SHARE ROW EXCLUSIVE on the table for a moment."""
    _make_function(operations, change)
    run(
        operations,
        f"CREATE TRIGGER {quoted(operations, change.trigger)} BEFORE INSERT OR UPDATE ON "
        f"{change.where(operations)} FOR EACH ROW EXECUTE FUNCTION "
        f"{quoted(operations, change.function, change.schema)}"
        f"({literal(change.column)}, {literal(change.shadow)})",
    )


def drop_trigger(operations: Operations, change: Change) -> None:
    """Drop the trigger and its function; ACCESS EXCLUSIVE on the table for a moment."""
    trigger = quoted(operations, change.trigger)
    run(operations, f"DROP TRIGGER {trigger} ON {change.where(operations)}")
    run(operations, f"DROP FUNCTION {quoted(operations, change.function, change.schema)}()")


def _make_function(operations: Operations, change: Change) -> None:
    column = f"NEW.{quoted(operations, change.column)}"
    shadow = f"NEW.{quoted(operations, change.shadow)}"
    then = {name: name.replace("NEW.", "OLD.", 1) for name in (column, shadow)}
    there = change.converted(operations, column)
    back = change.converted_back(operations, shadow)
    where = change.where(operations)
    default = {name: _default(operations, change, name) for name in (change.column, change.shadow)}
    run(
        operations,
        f"CREATE FUNCTION {quoted(operations, change.function, change.schema)}() RETURNS trigger "
        f"LANGUAGE plpgsql {own_path(operations)} AS $online$\n"
        f"DECLARE\n"
        f"    column_default {where}.{quoted(operations, change.column)}%TYPE := "
        f"{default[change.column]};\n"
        f"    shadow_default {where}.{quoted(operations, change.shadow)}%TYPE := "
        f"{default[change.shadow]};\n"
        f"    right_shadow {where}.{quoted(operations, change.shadow)}%TYPE := {there};\n"
        f"BEGIN\n"
        f"    IF NOT {differ(shadow, 'right_shadow')} THEN\n"
        f"        RETURN NEW;\n"
        f"    END IF;\n"
        f"    IF TG_OP = 'INSERT' THEN\n"
        f"        IF {differ(shadow, 'shadow_default')}"
        f"{_was_not_given(operations, change, column)} THEN\n"
        f"            {column} := {back};\n"
        f"        ELSE\n"
        f"            {shadow} := right_shadow;\n"
        f"        END IF;\n"
        f"    ELSIF {differ(column, then[column])} OR {shadow} IS NULL AND {then[shadow]} IS NULL "
        f"THEN\n"
        f"        {shadow} := right_shadow;\n"
        f"    ELSIF {differ(shadow, then[shadow])} THEN\n"
        f"        {column} := {back};\n"
        f"    END IF;\n"
        f"    RETURN NEW;\n"
        f"END\n"
        f"$online$",
    )


def _default(operations: Operations, change: Change, name: str) -> str:
    found = column_of(operations, change.table, name, change.schema)
    return (found.fixed_default if found else None) or "NULL"


def _was_not_given(operations: Operations, change: Change, column: str) -> str:
    """Return the condition that an INSERT left the column out, if its default lets that be seen."""
    found = column_of(operations, change.table, change.column, change.schema)
    if found and (found.identity or (found.default and not found.fixed_default)):
        return ""
    return f" AND NOT {differ(column, 'column_default')}"
