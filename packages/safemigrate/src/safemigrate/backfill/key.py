"""The key by which a backfill reads a table in order: a unique index on NOT NULL columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A value as an integer whose low bits differ between neighbors, and are the same in any session.
_NUMBERS = {
    "smallint": "%s",
    "integer": "%s",
    "bigint": "%s",
    "uuid": "uuid_hash(%s)",
    "text": "hashtext(%s)",
    "character varying": "hashtext(%s)",
}
# The index must have every row, in ascending order: not partial, no expressions, only default
# operator classes.  No column may be NULL: NOT NULL may be NOT VALID since PostgreSQL 18.
_CANDIDATES = """
SELECT array_agg(a.attname::text ORDER BY k.place),
       array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY k.place)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[],
                          i.indoption::int2[])
    WITH ORDINALITY AS k (number, class_of, collation_of, order_of, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
JOIN pg_opclass o ON o.oid = k.class_of
WHERE i.indrelid = to_regclass(%s) AND i.indisunique AND i.indisvalid AND i.indimmediate
  AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
GROUP BY i.indexrelid, i.indisprimary, i.indnkeyatts
HAVING bool_and(a.attnotnull AND o.opcdefault AND k.order_of = 0
                AND k.collation_of = a.attcollation
                AND NOT EXISTS (SELECT FROM pg_constraint n
                                WHERE n.conrelid = a.attrelid AND n.contype = 'n'
                                  AND NOT n.convalidated AND a.attnum = ANY (n.conkey)))
   AND count(*) = i.indnkeyatts
ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
"""


def has_key_sql(relation: str, excluded: Sequence[str]) -> str:
    """Return SQL for whether a table has a key without any of the excluded columns.

    Both arguments are SQL literals.
    """
    changed = f"ARRAY[{', '.join(excluded)}]::text[]"
    query = _CANDIDATES.replace("%s", relation)
    return (
        f"EXISTS (SELECT FROM ({query}) AS found (columns, types) WHERE NOT columns && {changed})"
    )


@dataclass(frozen=True)
class Key:
    """Columns and their types; a key's value is the columns' values as text."""

    columns: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns' names, quoted for SQL."""
        return tuple(map(quoted, self.columns))

    @property
    def listed(self) -> str:
        """Return the columns' names, separated by commas."""
        return ", ".join(self.names)

    @property
    def as_text(self) -> str:
        """Return the columns cast to text, with aliases, so that ORDER BY sorts the values."""
        return ", ".join(f'{name}::text AS "#{place}"' for place, name in enumerate(self.names))

    @property
    def numbered(self) -> str:
        """Return the columns with aliases that no column of a table has."""
        return ", ".join(f'{name} AS "#{place}"' for place, name in enumerate(self.names))

    @property
    def number(self) -> str:
        """Return SQL for an integer from the key's value; blank if no column's type gives one."""
        type_names = [type_name.partition("(")[0] for type_name in self.types]
        numbers = [
            _NUMBERS[type_name] % name
            for name, type_name in zip(self.names, type_names, strict=True)
            if type_name in _NUMBERS
        ]
        return " # ".join(numbers)

    def comparison(self, operator: str) -> str:
        """Return SQL that compares the key with a value: one parameter for each column."""
        values = ", ".join(f"%s::{escape_percent(type_name)}" for type_name in self.types)
        return f"({self.listed}) {operator} ({values})"

    def first_comparison(self, operator: str) -> str:
        """Return the same for the first column only, from which the planner can estimate rows."""
        return f"{self.names[0]} {operator} %s::{escape_percent(self.types[0])}"


@dataclass(frozen=True)
class Range:
    """The rows after one key, which is None at the start of a table, up to and with another.

    single  only the row of the key `upto`
    share   the number of the share, from 0 (`safemigrate.backfill.shares`)
    shares  how many shares there are: a power of two
    """

    after: tuple[str, ...] | None
    upto: tuple[str, ...]
    single: bool = False
    share: int = 0
    shares: int = 1

    def condition(self, key: Key) -> tuple[str, tuple[str, ...]]:
        """Return the SQL condition of its rows, and the values of its parameters."""
        if self.single:
            return key.comparison("="), self.upto
        parts, values = [key.comparison("<=")], self.upto
        if self.after is not None:
            parts.append(key.comparison(">"))
            values += self.after
        if len(key.columns) > 1:
            parts.append(key.first_comparison("<="))
            values += self.upto[:1]
            if self.after is not None:
                parts.append(key.first_comparison(">="))
                values += self.after[:1]
        if self.shares > 1:
            parts.append(f"({key.number}) & {self.shares - 1} = {self.share}")
        return " AND ".join(parts), values


def candidates(ask: Any, relation: str, excluded: Sequence[str]) -> list[Key]:
    """Return the keys of a table without any of the excluded columns, the best one first."""
    keys = [Key(tuple(columns), tuple(types)) for columns, types in ask(_CANDIDATES, relation)]
    return [key for key in keys if not set(key.columns) & set(excluded)]


def escape_percent(sql: str) -> str:
    """Return SQL in which percent signs do not start parameters."""
    return sql.replace("%", "%%")


def quoted(column: str) -> str:
    """Return a column's name, quoted for a statement with parameters."""
    name = column.replace('"', '""')
    return escape_percent(f'"{name}"')
