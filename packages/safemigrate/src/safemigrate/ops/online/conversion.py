"""The two functions that convert a value of the old type to the new type, and back.

A value that a type cannot hold becomes NULL, not an error: a column that a program does not know
must never stop it.  Such rows are counted before the columns swap names.
"""

from __future__ import annotations

import re

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.ops.online.online_errors import ValuesLost
from safemigrate.ops.online.own_path import own_path
from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows, run

# PostgreSQL has no equality for these, so no query can tell whether a value converts back the same.
_NO_EQUALITY = re.compile(r"(?:json|xml|point|line|lseg|box|path|polygon|circle)(?:\[\])?")


def make_conversions(
    operations: Operations,
    change: Change,
    old: Column,
    new: Column,
    *,
    using: str | None,
    back: str | None,
) -> None:
    """Make both functions.

    using, back  SQL that uses the column's name; None means a cast
    """
    if change.conversions is None:
        return
    to_new, to_old = change.conversions
    _make(operations, change, to_new, old.type, new.type, using)
    _make(operations, change, to_old, new.type, old.type, back)


def drop_conversions(operations: Operations, change: Change) -> None:
    """Drop both functions."""
    for name in change.conversions or ():
        run(operations, f"DROP FUNCTION {quoted(operations, name, change.schema)}")


def check_values_kept(
    operations: Operations, change: Change, old: Column, new: Column, *, is_meant: bool
) -> None:
    """Raise ValuesLost if a value does not fit the new type, or would not convert back unchanged.

    is_meant  whether `using` was given: then only a NULL result is a loss
    """
    column = quoted(operations, change.column)
    converted = change.converted(operations, column)
    lost = f"{column} IS NOT NULL AND {converted} IS NULL"
    if not is_meant and not _NO_EQUALITY.fullmatch(old.type):
        lost += (
            f" OR {column} IS NOT NULL AND "
            f"{change.converted_back(operations, converted)} IS DISTINCT FROM {column}"
        )
    sql = f"SELECT count(*), min({column}::text) FROM {change.relation(operations)} WHERE {lost}"  # noqa: S608 (names are quoted)
    [(count, example)] = query_rows(operations, sql.replace(":", r"\:"))
    if count:
        raise ValuesLost(change.table, change.column, new.shown, count, example)


def _make(
    operations: Operations,
    change: Change,
    function: str,
    argument_type: str,
    result_type: str,
    expression: str | None,
) -> None:
    """Make one function; its argument has the column's name, even if PL/pgSQL uses that name.

    Every program that writes the table calls it through the trigger, so PUBLIC may execute it.
    """
    name, value = quoted(operations, function, change.schema), quoted(operations, change.key)
    converted = "converted" if change.key != "converted" else "result"
    run(
        operations,
        f"CREATE FUNCTION {name}({argument_type}) RETURNS {result_type} LANGUAGE plpgsql STABLE "
        f"{own_path(operations)} AS $online$\n"
        f"DECLARE\n"
        f"    {value} ALIAS FOR $1;\n"
        f"    {converted} {result_type};\n"
        f"BEGIN\n"
        f"    {converted} := {expression or value};\n"
        f"    RETURN {converted};\n"
        f"EXCEPTION WHEN OTHERS THEN\n"
        f"    RETURN NULL;\n"
        f"END\n"
        f"$online$",
    )
    run(operations, f"GRANT EXECUTE ON FUNCTION {name}({argument_type}) TO PUBLIC")
