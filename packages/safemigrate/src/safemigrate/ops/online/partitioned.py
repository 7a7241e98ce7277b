"""What stands in the way of a change of a partitioned table's column, beside what does for any.

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
# A key's columns depend on their own table, also those of an expression.
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


def in_partitions(operations: Operations, change: Change, column: Column) -> Iterator[str]:
    """Yield what only a partitioned table's column is refused for."""
    where = change.where(operations)
    if not is_partitioned(operations, where):
        return
    if (major(operations) or 13) < 13:
        yield "it is partitioned: PostgreSQL 12 has no BEFORE triggers there, and 13 has"
    values = {"table": where, "column": change.column}
    for (table,) in query_rows(operations, _KEYS, **values):
        yield f"{table} is partitioned by it: make a table that is, and move the rows"
    if column.identity:
        yield "it is partitioned and the column an identity: make it one of a sequence's numbers"
    for index in indexes(operations, change, change.column):
        if index.unique:
            yield (
                f"it is partitioned, where unique index {index.name} cannot change hands: drop it "
                "first, and build it again afterwards"
            )
    for rule in constraints(operations, change, change.column):
        if rule.kind == "f":
            yield (
                f"it is partitioned, where foreign key {rule.name} cannot be added without a "
                "lock: drop it first, and add it again afterwards"
            )
    for what, table in query_rows(operations, _OWN, **values):
        yield f"partition {table} alone has {what}: drop it, or give it to the whole table"
