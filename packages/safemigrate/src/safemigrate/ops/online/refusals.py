"""Why a column in use cannot be changed, checked before anything is changed.

Everything that depends on the column according to PostgreSQL is either built for its shadow, too,
or is a reason here.  https://www.postgresql.org/docs/current/catalog-pg-depend.html
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column, column_of
from safemigrate.ops.online.online_errors import CannotChange
from safemigrate.ops.online.partitioned import partition_reasons
from safemigrate.postgres.statements import query_rows

_TABLE = """
SELECT CASE
  WHEN c.relkind NOT IN ('r', 'p') THEN 'this is not a table'
  WHEN c.relispartition THEN 'the table is a partition: its columns are those of '
    || (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid)
  WHEN c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits WHERE c.oid IN (inhrelid, inhparent))
    THEN 'the table shares its columns with another table (INHERITS)'
  WHEN c.relreplident = 'i' AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid
      AND i.indisreplident AND :number = ANY (i.indkey))
    THEN 'REPLICA IDENTITY names an index of this column'
  END
FROM pg_class c WHERE c.oid = to_regclass(:table)
"""
# The table itself, and the partitions below it.
_TREE = """(SELECT to_regclass(:table)::oid AS relid
  UNION SELECT relid FROM pg_partition_tree(to_regclass(:table)))"""
_PUBLISHED = f"""
SELECT DISTINCT pubname FROM pg_publication_tables p
WHERE to_regclass(format('%I.%I', p.schemaname, p.tablename)) IN {_TREE} ORDER BY 1
"""  # noqa: S608 (a text of this file)
# Left out: what is built for the shadow (indexes, checks, NOT NULL, the table's own foreign keys,
# unique constraints), the column's default, and the sequence that it owns.
_DEPENDENTS = f"""
SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
FROM pg_depend d
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid IN {_TREE}
  AND a.attname = :column
  AND NOT coalesce(k.conrelid = d.refobjid AND (k.contype IN ('c', 'n', 'p', 'u')
    OR k.contype = 'f' AND NOT (k.confrelid = d.refobjid AND a.attnum = ANY (k.confkey))), false)
  AND NOT coalesce(f.adrelid = d.refobjid AND f.adnum = a.attnum, false)
  AND NOT coalesce(c.relkind IN ('i', 'I', 'S'), false)
ORDER BY 1
"""  # noqa: S608 (a text of this file)
_TRIGGERS = f"""
SELECT DISTINCT t.tgname FROM pg_trigger t
WHERE t.tgrelid IN {_TREE} AND NOT t.tgisinternal AND t.tgname > :trigger
  AND t.tgtype::int & 3 = 3 AND t.tgtype::int & 20 <> 0
ORDER BY 1
"""  # noqa: S608 (a text of this file)
_CLUSTERED = f"""
SELECT i.indexrelid::regclass::text FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = :column
WHERE i.indrelid IN {_TREE} AND i.indisclustered AND a.attnum = ANY (i.indkey) ORDER BY 1
"""  # noqa: S608 (a text of this file)


def changeable_column(operations: Operations, change: Change, names: list[str]) -> Column:
    """Return the column that is to be changed.

    names  the columns that the change is to add

    Raises CannotChange with every reason.
    """
    relation = change.relation(operations)
    if query_rows(operations, "SELECT to_regclass(:table)::text", table=relation) == [(None,)]:
        raise CannotChange(change.table, change.column, ["there is no such table"])
    column = column_of(operations, change.table, change.column, change.schema)
    if column is None:
        raise CannotChange(change.table, change.column, ["the table has no such column"])
    reasons = [
        *_table_reasons(operations, change, relation, column),
        *_dependent_reasons(operations, relation, change.column),
    ]
    reasons += partition_reasons(operations, change, column)
    reasons += [
        f"the table already has a column {name}, and the change needs that name"
        for name in names
        if column_of(operations, change.table, name, change.schema)
    ]
    if reasons:
        raise CannotChange(change.table, change.column, reasons)
    return column


def _table_reasons(
    operations: Operations, change: Change, relation: str, column: Column
) -> list[str]:
    values = {"table": relation, "number": column.number}
    reasons = [why for (why,) in query_rows(operations, _TABLE, **values) if why]
    reasons += [
        f"publication {name} sends the table to other servers, which lack the new column"
        for (name,) in query_rows(operations, _PUBLISHED, table=relation)
    ]
    reasons += [
        f"trigger {name} would fire after {change.trigger}, which must be the last: rename {name}"
        for (name,) in query_rows(operations, _TRIGGERS, table=relation, trigger=change.trigger)
    ]
    reasons += [
        f"the table is clustered on {name}: run ALTER TABLE … SET WITHOUT CLUSTER first"
        for (name,) in query_rows(operations, _CLUSTERED, table=relation, column=change.column)
    ]
    return reasons


def _dependent_reasons(operations: Operations, relation: str, column: str) -> list[str]:
    rows = query_rows(operations, _DEPENDENTS, table=relation, column=column)
    return [f"{description} uses the column" for (description,) in rows]
