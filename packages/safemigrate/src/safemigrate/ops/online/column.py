"""What the catalog has about one column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from alembic.operations import Operations

from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows

# Types outside pg_catalog are named with their schema, whatever the search path is.
_COLUMN = """
SELECT a.attnum, CASE WHEN y.nspname = 'pg_catalog' THEN format_type(a.atttypid, a.atttypmod)
    ELSE format('%I.%I', y.nspname, t.typname)
      || coalesce(substring(format_type(a.atttypid, a.atttypmod) from '\\([^)]*\\)'), '') END,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
  a.attidentity,
  (SELECT p.objid::regclass::text FROM pg_depend p
   WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
     AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i')
     AND EXISTS (SELECT FROM pg_sequence q WHERE q.seqrelid = p.objid)),
  (SELECT format('%I.%I', m.nspname, o.collname) FROM pg_collation o
   JOIN pg_namespace m ON m.oid = o.collnamespace
   WHERE o.oid = a.attcollation AND a.attcollation <> t.typcollation)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_namespace y ON y.oid = t.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = to_regclass(:table) AND a.attname = :column AND NOT a.attisdropped
"""
_CONSTANT = re.compile(
    r"""\(*-?(?:\d[\d.]*|'(?:[^']|'')*'|true|false|NULL)\)?"""
    r"""(?:::[\w ."]+(?:\(\d+(?:,\d+)?\))?(?:\[\])?\)?)*"""
    r"""|now\(\)|statement_timestamp\(\)|CURRENT_\w+|LOCALTIMESTAMP|\('now'::text\)::date""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    type      the type's name for SQL, valid with any search path
    shown     the type's name for messages
    default   as SQL; None if there is none
    identity  "a" for ALWAYS, "d" for BY DEFAULT, else blank
    sequence  the sequence that it owns
    """

    number: int
    type: str
    shown: str
    not_null: bool
    default: str | None
    identity: str
    sequence: str | None
    collation: str | None

    @property
    def fixed_default(self) -> str | None:
        """The default, if it is the same for every row of a transaction."""
        return self.default if self.default and _CONSTANT.fullmatch(self.default) else None


def column_of(operations: Operations, table: str, column: str, schema: str | None) -> Column | None:
    """Return a column; None if it does not exist."""
    rows = query_rows(operations, _COLUMN, table=quoted(operations, table, schema), column=column)
    return Column(*rows[0]) if rows else None
