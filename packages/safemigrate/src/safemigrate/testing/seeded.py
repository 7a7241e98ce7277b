"""Made-up rows in a throw-away database, and how they are found again."""

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
    """Put a row in every table that has none, as far as a few tries go; return what got one.

    A column that came later and is NULL in the rows that are there gets a value, too.

    before  what the last revision met: what had a value there, it has emptied on purpose
    """
    own = [str(name) for (name,) in connection.execute(_OWN)]
    besides = [version_table, version_table.rpartition(".")[2], *own]
    planted = plant(connection, besides=besides)
    emptied = {
        (*place, column)
        for place, rows in (before or {}).items()
        for row in rows
        for column, value in row.items()
        if value is not None
    }
    fill_blanks(connection, besides=besides, meant=emptied)
    return planted


def held(connection: psycopg.Connection, version_table: str) -> Rows:
    """Return the rows of each table."""
    there = contents(connection, version_table)
    found: Rows = {}
    for oid, table in there.tables.items():
        if table.parents:
            continue  # a part's rows are the whole's
        names = sorted(column.name for (of, _), column in there.columns.items() if of == oid)
        query = SQL("SELECT {} FROM {}").format(
            SQL(", ").join(SQL("{}::text").format(Identifier(name)) for name in names),
            Identifier(table.schema, table.name),
        )
        found[table.schema, table.name] = [
            dict(zip(names, values, strict=True)) for values in connection.execute(query)
        ]
    return found


def lost(before: Rows, after: Rows) -> dict[Place, str]:
    """Return a clause for each table where a row or a value went; a NULL may have been filled."""
    return _clauses(before, after, lambda there, row: set(row), _without_filled)


def changed(wanted: Rows, found: Rows, *, besides: set[tuple[Place, str]]) -> list[str]:
    """Return a clause for each table whose rows are not as they should be.

    besides  columns that do not count; nor does one that is only in either
    """

    def columns(place: Place, row: Row) -> set[str]:
        names = set(row) & {column for each in found[place] for column in each}
        return {name for name in names if (place, name) not in besides}

    there = {place: rows for place, rows in wanted.items() if place in found}
    return list(_clauses(there, found, columns, lambda rows, instead: rows).values())


def unsteady(once: Rows, again: Rows) -> set[tuple[Place, str]]:
    """Return the columns whose values the same work did not leave twice."""

    def values(rows: list[Row], column: str) -> Counter[str | None]:
        return Counter(row.get(column) for row in rows)

    return {
        (place, column)
        for place, rows in once.items()
        for column in {name for row in rows for name in row}
        if values(rows, column) != values(again.get(place, []), column)
    }


def _clauses(
    before: Rows,
    after: Rows,
    columns: Callable[[Place, Row], set[str]],
    counting: Callable[[list[Row], list[Row]], list[Row]],
) -> dict[Place, str]:
    """Return a clause for each table that lacks rows.

    columns   which of a table's count
    counting  of the rows that are not there and those that are there instead, which count
    """
    said: dict[Place, str] = {}
    for place, rows in before.items():
        if rows and place not in after:
            said[place] = f"table {_shown(place)} is gone with {count(len(rows), 'row')}"
        elif rows:
            keys = columns(place, rows[0])
            instead = _lacking(after[place], rows, keys)
            missing = counting(_lacking(rows, after[place], keys), instead)
            if missing:
                said[place] = _difference(place, missing, instead)
    return said


def _without_filled(rows: list[Row], instead: list[Row]) -> list[Row]:
    """Return the rows without those that are there with a value in place of a NULL."""
    left, found = list(instead), []
    for row in rows:
        values = [(column, value) for column, value in row.items() if value is not None]
        filled = next((each for each in left if all(each[c] == v for c, v in values)), None)
        if filled is None:
            found.append(row)
        else:
            left.remove(filled)
    return found


def of_other_number(wanted: Rows, found: Rows) -> list[str]:
    """Return a clause for each table that has more rows or fewer than another run left there."""
    return [
        f"table {_shown(place)} has {count(len(found.get(place, [])), 'row')} and not {len(rows)}"
        for place, rows in wanted.items()
        if len(found.get(place, [])) != len(rows)
    ]


def _lacking(wanted: list[Row], there: list[Row], columns: set[str]) -> list[Row]:
    """Return the wanted rows that are not there, with these columns alone."""
    keys = sorted(columns)

    def values(rows: list[Row]) -> Counter[tuple[str | None, ...]]:
        return Counter(tuple(row.get(key) for key in keys) for row in rows)

    missing = (values(wanted) - values(there)).elements()
    return [dict(zip(keys, row, strict=True)) for row in sorted(missing, key=str)]


def _difference(place: Place, missing: list[Row], instead: list[Row]) -> str:
    if not instead:
        return f"{count(len(missing), 'row')} of table {_shown(place)} went"
    was = missing[0]
    now = max(instead, key=lambda row: sum(row[column] == value for column, value in was.items()))
    changes = [
        f"{column} was {_text(value)} and is {_text(now.get(column))}"
        for column, value in was.items()
        if now.get(column) != value
    ]
    return f"in a row of table {_shown(place)}, {', '.join(changes)}"


def _shown(place: Place) -> str:
    return place[1] if place[0] == "public" else ".".join(place)


def _text(value: str | None) -> str:
    if value is None:
        return "NULL"
    return repr(value if len(value) <= SHORT else f"{value[: SHORT - 1]}…")
