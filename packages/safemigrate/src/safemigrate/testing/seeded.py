"""Inserts sample rows into a throwaway database, and compares rows before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.catalogue.data_holders import contents
from safemigrate.clone.samples import Samples, fill_blanks, plant
from safemigrate.postgres.sizes import count

Place = tuple[str, str]  # schema, table
Row = dict[str, str | None]  # value as text, by column
Rows = dict[Place, list[Row]]
_OWN = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname ~ '^_migrate'
"""
SHORT = 40  # characters of a value that is shown


def plant_rows(
    connection: psycopg.Connection, version_table: str, *, before: Rows | None = None
) -> Samples:
    """Insert a row into each table that has none, if a few tries find one; return these tables.

    A column added later that is NULL in all existing rows gets a value, too.

    before  the rows before the last revision, which emptied the values missing now on purpose
    """
    own = [str(name) for (name,) in connection.execute(_OWN)]
    exclude = [version_table, version_table.rpartition(".")[2], *own]
    planted = plant(connection, exclude=exclude)
    emptied = {
        (*place, column)
        for place, rows in (before or {}).items()
        for row in rows
        for column, value in row.items()
        if value is not None
    }
    fill_blanks(connection, exclude=exclude, emptied=emptied)
    return planted


def read_rows(connection: psycopg.Connection, version_table: str) -> Rows:
    """Return the rows of each table."""
    holders = contents(connection, version_table)
    rows_by_table: Rows = {}
    for oid, table in holders.tables.items():
        if table.parents:
            continue  # a partition's rows are its parent's rows
        names = sorted(column.name for (of, _), column in holders.columns.items() if of == oid)
        query = SQL("SELECT {} FROM {}").format(
            SQL(", ").join(SQL("{}::text").format(Identifier(name)) for name in names),
            Identifier(table.schema, table.name),
        )
        rows_by_table[table.schema, table.name] = [
            dict(zip(names, values, strict=True)) for values in connection.execute(query)
        ]
    return rows_by_table


def lost_rows(before: Rows, after: Rows) -> dict[Place, str]:
    """Return a clause for each table that lost a row or a value; a NULL may have been filled."""
    return _clauses(before, after, lambda place, row: set(row), _without_filled)


def changed_rows(wanted: Rows, actual: Rows, *, exclude: set[tuple[Place, str]]) -> list[str]:
    """Return a clause for each table whose rows differ.

    exclude  columns to ignore; a column that only one side has is ignored, too
    """

    def columns(place: Place, row: Row) -> set[str]:
        names = set(row) & {column for row in actual[place] for column in row}
        return {name for name in names if (place, name) not in exclude}

    comparable = {place: rows for place, rows in wanted.items() if place in actual}
    return list(_clauses(comparable, actual, columns, lambda rows, instead: rows).values())


def unstable_columns(first_run: Rows, second_run: Rows) -> set[tuple[Place, str]]:
    """Return the columns whose values differ between two identical runs."""

    def values(rows: list[Row], column: str) -> Counter[str | None]:
        return Counter(row.get(column) for row in rows)

    return {
        (place, column)
        for place, rows in first_run.items()
        for column in {name for row in rows for name in row}
        if values(rows, column) != values(second_run.get(place, []), column)
    }


def _clauses(
    before: Rows,
    after: Rows,
    columns: Callable[[Place, Row], set[str]],
    counting: Callable[[list[Row], list[Row]], list[Row]],
) -> dict[Place, str]:
    """Return a clause for each table that lacks rows.

    columns   returns the columns of a table to compare
    counting  returns the missing rows that count, given missing and extra rows
    """
    clauses: dict[Place, str] = {}
    for place, rows in before.items():
        if rows and place not in after:
            clauses[place] = f"table {_shown(place)} is missing with {count(len(rows), 'row')}"
        elif rows:
            keys = columns(place, rows[0])
            extra = _lacking(after[place], rows, keys)
            missing = counting(_lacking(rows, after[place], keys), extra)
            if missing:
                clauses[place] = _difference(place, missing, extra)
    return clauses


def _without_filled(rows: list[Row], extra: list[Row]) -> list[Row]:
    """Return the rows without those that exist with a value in place of a NULL."""
    candidates, unmatched = list(extra), []
    for row in rows:
        values = [(column, value) for column, value in row.items() if value is not None]
        filled = next(
            (candidate for candidate in candidates if all(candidate[c] == v for c, v in values)),
            None,
        )
        if filled is None:
            unmatched.append(row)
        else:
            candidates.remove(filled)
    return unmatched


def row_count_differences(wanted: Rows, actual: Rows) -> list[str]:
    """Return a clause for each table that has more or fewer rows than after another run."""
    return [
        f"table {_shown(place)} has {count(number, 'row')} instead of {len(rows)}"
        for place, rows in wanted.items()
        if (number := len(actual.get(place, []))) != len(rows)
    ]


def _lacking(wanted: list[Row], actual: list[Row], columns: set[str]) -> list[Row]:
    """Return the wanted rows that are missing, with only these columns."""
    keys = sorted(columns)

    def values(rows: list[Row]) -> Counter[tuple[str | None, ...]]:
        return Counter(tuple(row.get(key) for key in keys) for row in rows)

    missing = (values(wanted) - values(actual)).elements()
    return [dict(zip(keys, row, strict=True)) for row in sorted(missing, key=str)]


def _difference(place: Place, missing: list[Row], extra: list[Row]) -> str:
    if not extra:
        return f"table {_shown(place)} lost {count(len(missing), 'row')}"
    missing_row = missing[0]
    closest = max(
        extra, key=lambda row: sum(row[column] == value for column, value in missing_row.items())
    )
    changes = [
        f"{column} is {_text(closest.get(column))} instead of {_text(value)}"
        for column, value in missing_row.items()
        if closest.get(column) != value
    ]
    return f"in a row of table {_shown(place)}, {', '.join(changes)}"


def _shown(place: Place) -> str:
    return place[1] if place[0] == "public" else ".".join(place)


def _text(value: str | None) -> str:
    if value is None:
        return "NULL"
    return repr(value if len(value) <= SHORT else f"{value[: SHORT - 1]}…")
