"""Why a partitioned table's column cannot be changed, in addition to the reasons of any table.

https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS
"""

from __future__ import annotations

from collections.abc import Iterator

from alembic.operations import Operations

from safemigrate.ops.online.attached import constraints, indexes
from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.postgres.partitions import is_partitioned
from safemigrate.postgres.statements import major, query_rows

_TREE = "pg_partition_tree(to_regclass(:table))"
# Columns of a partition key depend on their own table, including those in an expression.
_KEYS = f"""
SELECT DISTINCT t.relid::regclass::text FROM {_TREE} t
JOIN pg_partitioned_table p ON p.partrelid = t.relid
JOIN pg_attribute a ON a.attrelid = t.relid AND a.attname = :column
WHERE a.attnum = ANY (p.partattrs) OR EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = t.relid AND d.objsubid = a.attnum
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.relid AND d.refobjsubid = 0)
ORDER BY 1
"""  # noqa: S608 (a text of this file)
_OWN = f"""
SELECT 'index ' || i.indexrelid::regclass, t.relid::regclass::text FROM {_TREE} t
JOIN pg_index i ON i.indrelid = t.relid
JOIN pg_attribute a ON a.attrelid = t.relid AND a.attname = :column
WHERE t.level > 0 AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = i.indexrelid)
  AND (a.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.relid
      AND d.refobjsubid = a.attnum))
UNION SELECT 'constraint ' || k.conname, t.relid::regclass::text FROM {_TREE} t
JOIN pg_constraint k ON k.conrelid = t.relid
JOIN pg_attribute a ON a.attrelid = t.relid AND a.attname = :column
WHERE t.level > 0 AND k.contype IN ('c', 'f') AND k.coninhcount = 0
  AND a.attnum = ANY (k.conkey)
ORDER BY 2, 1
"""  # noqa: S608 (a text of this file)


def partition_reasons(operations: Operations, change: Change, column: Column) -> Iterator[str]:
    """Yield the reasons that apply only to a partitioned table's column."""
    relation = change.relation(operations)
    if not is_partitioned(operations, relation):
        return
    if (major(operations) or 13) < 13:
        yield "BEFORE triggers on a partitioned table require PostgreSQL 13 or later"
    values = {"table": relation, "column": change.column}
    for (table,) in query_rows(operations, _KEYS, **values):
        yield f"{table} is partitioned by the column: create a new table, and move the rows"
    if column.identity:
        yield "the column is an identity of a partitioned table: use a sequence as its default"
    for index in indexes(operations, change, change.column):
        if index.unique:
            yield (
                f"unique index {index.name} of a partitioned table cannot move to the new column: "
                "drop it first, and build it again afterwards"
            )
    for rule in constraints(operations, change, change.column):
        if rule.kind == "f":
            yield (
                f"foreign key {rule.name} of a partitioned table cannot be added without a long "
                "lock: drop it first, and add it again afterwards"
            )
    for description, table in query_rows(operations, _OWN, **values):
        yield f"only partition {table} has {description}: drop it, or add it to the whole table"
