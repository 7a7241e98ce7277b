"""The partitions of a table, which some statements must handle one by one.

https://www.postgresql.org/docs/current/ddl-partitioning.html
"""

from __future__ import annotations

from dataclasses import dataclass

from alembic.operations import Operations

from safemigrate.postgres.names import quoted
from safemigrate.postgres.statements import query_rows

_TREE = """
SELECT n.nspname, c.relname, m.nspname, p.relname, t.isleaf
FROM pg_partition_tree(to_regclass(:table)) AS t
JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class p ON p.oid = t.parentrelid JOIN pg_namespace m ON m.oid = p.relnamespace
WHERE t.level > 0 AND c.relkind IN ('r', 'p')
ORDER BY t.level, n.nspname, c.relname
"""
_PARTITIONED = "SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(:table)"


@dataclass(frozen=True)
class Partition:
    """A partition; a leaf stores rows."""

    schema: str
    name: str
    parent_schema: str
    parent: str
    is_leaf: bool


def is_partitioned(operations: Operations, table: str) -> bool:
    """Return whether a table, named as in SQL, is partitioned; False if SQL is only printed."""
    return query_rows(operations, _PARTITIONED, table=table) == [(True,)]


def partitions(operations: Operations, table: str) -> list[Partition]:
    """Return the partitions of a table at all levels, the upper levels first."""
    return [Partition(*row) for row in query_rows(operations, _TREE, table=table)]


def with_rows(operations: Operations, table: str) -> list[str]:
    """Return the tables that store a table's rows, named as in SQL: its leaves, or itself."""
    if not is_partitioned(operations, table):
        return [table]
    below = partitions(operations, table)
    return [
        quoted(operations, partition.name, partition.schema)
        for partition in below
        if partition.is_leaf
    ]
