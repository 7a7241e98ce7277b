"""Partitions are not in the models, only their table is; do not propose to drop them."""

from __future__ import annotations

from alembic.operations import ops
from sqlalchemy import Connection, text

_PARTITIONS = """
SELECT CASE WHEN n.nspname <> current_schema() THEN n.nspname END, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relispartition
"""


def leave_partitions(connection: Connection, changes: ops.UpgradeOps) -> None:
    """Remove changes that drop a partition from a proposal; partitions are dropped by hand."""
    parts = {(schema, name) for schema, name in connection.execute(text(_PARTITIONS))}
    dropped = {
        (change.schema, change.table_name)
        for change in changes.ops
        if isinstance(change, ops.DropTableOp) and (change.schema, change.table_name) in parts
    }
    changes.ops = [
        change
        for change in changes.ops
        if not isinstance(change, ops.DropTableOp | ops.ModifyTableOps)
        or (change.schema, change.table_name) not in dropped
    ]
