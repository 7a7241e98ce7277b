"""One sample row in each table of the clone, so that a revision fails there as it would on rows.

A row satisfies types, NOT NULL and foreign keys, and checks if a few tries are enough.  A table
for which no valid row is found stays empty, and the plan says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import psycopg
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from safemigrate.clone.sample_values import values_for

TABLES = """
SELECT c.oid::bigint, n.nspname, c.relname,
       CASE WHEN pg_table_is_visible(c.oid) THEN c.relname
            ELSE n.nspname || '.' || c.relname END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY c.oid
"""
COLUMNS = """
SELECT a.attrelid::bigint, a.attnum::int, a.attname, format_type(a.atttypid, a.atttypmod),
       b.typname, b.typcategory::text, a.atttypmod,
       (SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY enumsortorder LIMIT 1),
       a.attidentity::text || a.attgenerated::text, a.atthasdef, a.attnotnull
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
WHERE a.attrelid = ANY (%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
"""
KEYS = """
SELECT conrelid::bigint, conkey::int[], confrelid::regclass::text, confrelid::bigint,
       (SELECT array_agg(quote_ident(attname) ORDER BY n)
        FROM unnest(confkey) WITH ORDINALITY k (num, n)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = num)
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s)
ORDER BY conrelid, conname
"""
# Checks of the table or domain, and partition bounds, limit the values of a column.
CHECKS = """
SELECT conrelid::bigint, conname, conkey::int[], pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'c' AND conrelid = ANY (%(tables)s) AND conkey IS NOT NULL
UNION ALL
SELECT a.attrelid::bigint, c.conname, ARRAY[a.attnum]::int[], pg_get_constraintdef(c.oid)
FROM pg_attribute a JOIN pg_constraint c ON c.contypid = a.atttypid
WHERE a.attrelid = ANY (%(tables)s)
UNION ALL
SELECT c.oid::bigint, '', p.partattrs::int[], coalesce(pg_get_partition_constraintdef(c.oid), '')
FROM pg_class c
JOIN pg_inherits h ON h.inhrelid = c.oid
JOIN pg_partitioned_table p ON p.partrelid = h.inhparent
WHERE c.relispartition AND c.oid = ANY (%(tables)s)
ORDER BY 1, 2
"""
TRIES = 150  # rows for one table
COMBINATIONS = 60  # of the values in one check's columns


@dataclass
class Column:
    """A column of one table and the values to try in it; None is NULL."""

    number: int
    name: str
    type: str
    values: list[str | None]


@dataclass
class Table:
    """What a table's sample row needs; `checks` has the columns that each check uses."""

    oid: int
    schema: str
    name: str
    shown: str
    columns: dict[int, Column] = field(default_factory=dict)
    checks: dict[str, list[int]] = field(default_factory=dict)
    keys: list[tuple[list[int], str, int, list[str]]] = field(default_factory=list)

    @property
    def parents(self) -> set[int]:
        """The other tables that this one references."""
        return {oid for _, _, oid, _ in self.keys} - {self.oid}

    @property
    def identifier(self) -> Identifier:
        return Identifier(self.schema, self.name)

    @property
    def quoted(self) -> str:
        return self.identifier.as_string()


@dataclass
class Samples:
    """The tables that got a row, in order, and those that did not, with the server's error."""

    filled: list[Table] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def remove(self, connection: Any) -> None:
        """Delete the rows in this transaction."""
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in reversed(self.filled):
            # An earlier migration may have dropped the table.
            if connection.execute("SELECT to_regclass(%s)", (table.quoted,)).fetchone()[0]:
                connection.execute(SQL("DELETE FROM {}").format(table.identifier))


def plant(connection: psycopg.Connection, *, exclude: Iterable[str] = ()) -> Samples:
    """Insert a row into every table that has none, the tables it references first.

    exclude  tables that must stay unchanged
    """
    samples = Samples()
    waiting = {t.oid: t for t in _tables(connection) if t.shown not in set(exclude)}
    while waiting:
        # If tables reference each other in a cycle, start with any one.
        ready = [t for t in waiting.values() if not t.parents & waiting.keys()] or [
            next(iter(waiting.values()))
        ]
        for table in ready:
            del waiting[table.oid]
            if _has_rows(connection, table):
                continue
            refusal = _fill_table(connection, table)
            if refusal is None:
                samples.filled.append(table)
            else:
                samples.refused[table.shown] = refusal
    return samples


def fill_blanks(
    connection: psycopg.Connection,
    *,
    exclude: Iterable[str] = (),
    emptied: Container[tuple[str, str, str]] = (),
) -> None:
    """Set each column that is NULL in every row of its table, in one of the rows.

    exclude  tables that must stay unchanged
    emptied  columns that must stay NULL, by schema, table and name
    """
    for table in _tables(connection):
        columns = [
            column
            for column in table.columns.values()
            if any(value is not None for value in column.values)
            and (table.schema, table.name, column.name) not in emptied
        ]
        if table.shown in set(exclude) or not columns:
            continue
        counts = SQL(", ").join(SQL("count({})").format(Identifier(c.name)) for c in columns)
        query = SQL("SELECT count(*), {} FROM {}").format(counts, table.identifier)
        number, *value_counts = connection.execute(query).fetchone() or (0,)
        for column, values in zip(columns, value_counts, strict=False):
            if number and not values:
                _fill(connection, table, column)


def _fill(connection: psycopg.Connection, table: Table, column: Column) -> None:
    """Try the column's values in one row; leave the row unchanged if none fits."""
    for value in column.values:
        update = SQL("UPDATE {0} SET {1} = {2} WHERE ctid = (SELECT ctid FROM {0} LIMIT 1)").format(
            table.identifier, Identifier(column.name), _value(table, column, value)
        )
        with suppress(psycopg.Error), connection.transaction():
            connection.execute(update)
            return


def _value(table: Table, column: Column, value: str | None) -> Composable:
    for numbers, parent, oid, referred in table.keys:
        if column.number in numbers and oid != table.oid:
            name = referred[numbers.index(column.number)]
            return SQL(f"(SELECT {name} FROM {parent} LIMIT 1)")  # noqa: S608 (quoted)
    return SQL("{}::" + column.type).format(Literal(value))


def _has_rows(connection: psycopg.Connection, table: Table) -> bool:
    query = SQL("SELECT EXISTS (SELECT FROM {})").format(table.identifier)
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def _fill_table(connection: psycopg.Connection, table: Table) -> str | None:
    """Insert a row into a table; return the server's last error if no row could be inserted.

    If a check rejects the row, try other combinations of values in the check's columns.
    """
    chosen = {number: column.values[0] for number, column in table.columns.items() if column.values}
    others: dict[str, Iterator[dict[int, str | None]]] = {}
    message = ""
    for _ in range(TRIES):
        try:
            with connection.transaction():
                connection.execute(_insert(table, chosen))
        except psycopg.Error as error:
            message = error.diag.message_primary or str(error)
            check = error.diag.constraint_name or ""
            if check not in table.checks:
                return message
            combinations = others.setdefault(check, _combinations(table, table.checks[check]))
            another = next(combinations, None)
            if another is None:
                return message
            chosen |= another
        else:
            return None
    return message


def _combinations(table: Table, numbers: list[int]) -> Iterator[dict[int, str | None]]:
    columns = [table.columns[n] for n in numbers if n in table.columns and table.columns[n].values]
    for values in islice(product(*(column.values for column in columns)), COMBINATIONS):
        yield {column.number: value for column, value in zip(columns, values, strict=True)}


def _insert(table: Table, values: dict[int, str | None]) -> Composed:
    expressions: dict[int, Composable] = {
        number: SQL("{}::" + table.columns[number].type).format(Literal(value))
        for number, value in values.items()
    }
    for numbers, parent, oid, referred in table.keys:
        if oid == table.oid:  # NULL, or a reference to itself by its own sample values
            expressions |= {n: SQL("NULL") for n in numbers if None in table.columns[n].values}
            continue
        for number, name in zip(numbers, referred, strict=True):
            expressions[number] = SQL(f"(SELECT {name} FROM {parent} LIMIT 1)")  # noqa: S608 (quoted)
    if not expressions:
        return SQL("INSERT INTO {} DEFAULT VALUES").format(table.identifier)
    return SQL("INSERT INTO {} ({}) VALUES ({})").format(
        table.identifier,
        SQL(", ").join(Identifier(table.columns[number].name) for number in expressions),
        SQL(", ").join(expressions.values()),
    )


def _tables(connection: psycopg.Connection) -> list[Table]:
    tables = {row[0]: Table(*row) for row in connection.execute(TABLES)}
    hints: dict[tuple[int, int], list[str]] = defaultdict(list)
    for oid, name, numbers, text in connection.execute(CHECKS, {"tables": list(tables)}):
        tables[oid].checks[name] = numbers
        for number in numbers:
            hints[oid, number].append(text)
    for oid, number, *parts in connection.execute(COLUMNS, (list(tables),)):
        values = values_for(*parts[2:], hints=hints[oid, number])
        tables[oid].columns[number] = Column(number, parts[0], parts[1], values)
    for oid, numbers, parent, referred, names in connection.execute(KEYS, (list(tables),)):
        tables[oid].keys.append((numbers, parent, referred, names))
    return list(tables.values())
