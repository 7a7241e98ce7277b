"""The key that a table is gone through by: a unique index whose columns are never null."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A type's value as a number whose last bits differ between neighbours, the same in every session.
_NUMBERS = {
    "smallint": "%s",
    "integer": "%s",
    "bigint": "%s",
    "uuid": "uuid_hash(%s)",
    "text": "hashtext(%s)",
    "character varying": "hashtext(%s)",
}
# Whole rows in ascending order: no partial index, no expression, no operator class but the type's;
# and every row: PostgreSQL 18's NOT NULL may be NOT VALID, with a null among the older rows.
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


def served(relation: str, besides: Sequence[str]) -> str:
    """Return the SQL of whether a table has a key that no column of `besides` belongs to.

    Both are literals of SQL already.
    """
    changed = f"ARRAY[{', '.join(besides)}]::text[]"
    query = _CANDIDATES.replace("%s", relation)
    return (
        f"EXISTS (SELECT FROM ({query}) AS found (columns, types) WHERE NOT columns && {changed})"
    )


@dataclass(frozen=True)
class Key:
    """Columns and their types; a value of it is the columns' values as text."""

    columns: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns as SQL names them."""
        return tuple(map(quoted, self.columns))

    @property
    def listed(self) -> str:
        """Return them as SQL lists them."""
        return ", ".join(self.names)

    @property
    def as_text(self) -> str:
        """Return the columns as texts; under names of their own, so that ORDER BY sorts values."""
        return ", ".join(f'{name}::text AS "#{place}"' for place, name in enumerate(self.names))

    @property
    def numbered(self) -> str:
        """Return the columns under names that no column of a table has."""
        return ", ".join(f'{name} AS "#{place}"' for place, name in enumerate(self.names))

    @property
    def number(self) -> str:
        """Return SQL of a number for each value; blank where no column's type gives one."""
        kinds = [kind.partition("(")[0] for kind in self.types]
        numbers = [
            _NUMBERS[kind] % name
            for name, kind in zip(self.names, kinds, strict=True)
            if kind in _NUMBERS
        ]
        return " # ".join(numbers)

    def beside(self, sign: str) -> str:
        """Return a comparison of the key with a value that takes a parameter for each column."""
        values = ", ".join(f"%s::{doubled(kind)}" for kind in self.types)
        return f"({self.listed}) {sign} ({values})"

    def first_beside(self, sign: str) -> str:
        """Return the same of the first column, by which the planner can count the rows."""
        return f"{self.names[0]} {sign} %s::{doubled(self.types[0])}"


@dataclass(frozen=True)
class Range:
    """The rows above one key, which is None at the start of a table, and up to another.

    single  the row of the upper key alone
    share   which of its shares, counted from 0 (`safemigrate.backfill.shares`)
    shares  a power of two: how many there are
    """

    after: tuple[str, ...] | None
    upto: tuple[str, ...]
    single: bool = False
    share: int = 0
    shares: int = 1

    def condition(self, key: Key) -> tuple[str, tuple[str, ...]]:
        """Return the SQL that says so, and its values."""
        if self.single:
            return key.beside("="), self.upto
        parts, values = [key.beside("<=")], self.upto
        if self.after is not None:
            parts.append(key.beside(">"))
            values += self.after
        if len(key.columns) > 1:
            parts.append(key.first_beside("<="))
            values += self.upto[:1]
            if self.after is not None:
                parts.append(key.first_beside(">="))
                values += self.after[:1]
        if self.shares > 1:
            parts.append(f"({key.number}) & {self.shares - 1} = {self.share}")
        return " AND ".join(parts), values


def candidates(ask: Any, relation: str, besides: Sequence[str]) -> list[Key]:
    """Return the keys of a table that no column of `besides` belongs to, the best one first."""
    found = [Key(tuple(columns), tuple(types)) for columns, types in ask(_CANDIDATES, relation)]
    return [key for key in found if not set(key.columns) & set(besides)]


def doubled(sql: str) -> str:
    """Return SQL whose per cent signs are no parameters."""
    return sql.replace("%", "%%")


def quoted(column: str) -> str:
    """Return a column's name for a statement with parameters."""
    name = column.replace('"', '""')
    return doubled(f'"{name}"')
