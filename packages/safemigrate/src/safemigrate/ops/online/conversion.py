"""The two functions that turn a value of the old type into one of the new, and back.

What a type does not hold becomes NULL there, not an error: a program must never be stopped by a
column that it does not know.  Such rows are counted before a column takes the other's place.
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

# PostgreSQL has no equality for these: that a value came back the same cannot be asked.
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

    using, back  SQL in terms of the column's name; a cast where None
    """
    if change.conversions is None:
        return
    there, again = change.conversions
    _make(operations, change, there, old.type, new.type, using)
    _make(operations, change, again, new.type, old.type, back)


def drop_conversions(operations: Operations, change: Change) -> None:
    """Drop both functions."""
    for name in change.conversions or ():
        run(operations, f"DROP FUNCTION {quoted(operations, name, change.schema)}")


def see_that_values_are_kept(
    operations: Operations, change: Change, old: Column, new: Column, *, is_meant: bool
) -> None:
    """Raise ValuesLost where a value does not fit the new type, or would not come back the same.

    is_meant  the new value was written out, so that only a missing one is a loss
    """
    column = quoted(operations, change.column)
    there = change.converted(operations, column)
    lost = f"{column} IS NOT NULL AND {there} IS NULL"
    if not is_meant and not _NO_EQUALITY.fullmatch(old.type):
        lost += (
            f" OR {column} IS NOT NULL AND "
            f"{change.converted_back(operations, there)} IS DISTINCT FROM {column}"
        )
    sql = f"SELECT count(*), min({column}::text) FROM {change.where(operations)} WHERE {lost}"  # noqa: S608 (names are quoted)
    [(count, example)] = query_rows(operations, sql.replace(":", r"\:"))
    if count:
        raise ValuesLost(change.table, change.column, new.shown, count, example)


def _make(
    operations: Operations,
    change: Change,
    function: str,
    given: str,
    made: str,
    expression: str | None,
) -> None:
    """Make one; its argument has the column's name, even where that is a name of plpgsql's own.

    Who writes the table calls it, without knowing of it: so everyone may.
    """
    name, value = quoted(operations, function, change.schema), quoted(operations, change.key)
    converted = "converted" if change.key != "converted" else "made"
    run(
        operations,
        f"CREATE FUNCTION {name}({given}) RETURNS {made} LANGUAGE plpgsql STABLE "
        f"{own_path(operations)} AS $online$\n"
        f"DECLARE\n"
        f"    {value} ALIAS FOR $1;\n"
        f"    {converted} {made};\n"
        f"BEGIN\n"
        f"    {converted} := {expression or value};\n"
        f"    RETURN {converted};\n"
        f"EXCEPTION WHEN OTHERS THEN\n"
        f"    RETURN NULL;\n"
        f"END\n"
        f"$online$",
    )
    run(operations, f"GRANT EXECUTE ON FUNCTION {name}({given}) TO PUBLIC")
