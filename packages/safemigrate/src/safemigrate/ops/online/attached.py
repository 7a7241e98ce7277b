"""The indexes and constraints that include a column, as the catalog defines them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.postgres.statements import query_rows

# For an index on an expression, or with a condition, only pg_depend has the columns.
_INDEXES = """
SELECT x.relname, pg_get_indexdef(x.oid), coalesce(k.contype::text, ''), k.condeferrable,
       k.condeferred, obj_description(x.oid, 'pg_class'), obj_description(k.oid, 'pg_constraint')
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = :column
LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = i.indrelid
  AND k.contype IN ('p', 'u')
WHERE i.indrelid = to_regclass(:table)
  AND (a.attnum = ANY (i.indkey) OR EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = x.oid
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
      AND d.refobjsubid = a.attnum))
ORDER BY x.relname
"""
_CONSTRAINTS = """
SELECT k.conname, k.contype::text, pg_get_constraintdef(k.oid), k.convalidated,
       obj_description(k.oid, 'pg_constraint'),
       array(SELECT b.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
             JOIN pg_attribute b ON b.attrelid = k.conrelid AND b.attnum = u.number
             ORDER BY u.place),
       CASE k.contype WHEN 'f' THEN k.confrelid::regclass::text END,
       array(SELECT b.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
             JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.number
             ORDER BY u.place)
FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = :column
WHERE k.conrelid = to_regclass(:table) AND a.attnum = ANY (k.conkey) AND k.contype IN ('c', 'f')
ORDER BY k.conname
"""
_WORD = r'(?:"(?:[^"]|"")+"|[^\s".]+)'
_DEFINITION = re.compile(
    rf"CREATE (UNIQUE )?INDEX {_WORD} ON (?:ONLY )?{_WORD}(?:\.{_WORD})? (USING .*)", re.DOTALL
)


@dataclass(frozen=True)
class Index:
    """An index, and the constraint that it backs.

    definition  starts with USING
    rule        "p" for a primary key, "u" for a unique constraint, else blank
    timing      SQL for when the constraint is checked; blank for immediately
    """

    name: str
    unique: bool
    definition: str
    rule: str
    timing: str
    comment: str | None
    rule_comment: str | None


@dataclass(frozen=True)
class Constraint:
    """A check (kind "c") or a foreign key ("f").

    definition  without NOT VALID
    columns     of this table
    referred    columns of the table that a foreign key refers to
    """

    name: str
    kind: str
    definition: str
    validated: bool
    comment: str | None
    columns: list[str]
    referred_table: str | None
    referred: list[str]


def indexes(operations: Operations, change: Change, column: str) -> list[Index]:
    """Return the indexes that include a column."""
    rows = query_rows(operations, _INDEXES, table=change.relation(operations), column=column)
    return [
        Index(name, *split(text), rule, _timing(deferrable, deferred), comment, rule_comment)
        for name, text, rule, deferrable, deferred, comment, rule_comment in rows
    ]


def constraints(operations: Operations, change: Change, column: str) -> list[Constraint]:
    """Return the checks and foreign keys that include a column."""
    rows = query_rows(operations, _CONSTRAINTS, table=change.relation(operations), column=column)
    return [
        Constraint(name, kind, text.removesuffix(" NOT VALID"), *rest)
        for name, kind, text, *rest in rows
    ]


def split(text: str) -> tuple[bool, str]:
    """Return whether the text of pg_get_indexdef is a unique index, and what follows the table."""
    match = _DEFINITION.fullmatch(text)
    if match is None:
        raise ValueError(f"pg_get_indexdef returned {text!r}, which has no USING after the table")
    return bool(match[1]), match[2]


def _timing(deferrable: bool | None, deferred: bool | None) -> str:
    if not deferrable:
        return ""
    return " DEFERRABLE INITIALLY DEFERRED" if deferred else " DEFERRABLE"
