"""Makes the shadow of a NOT NULL column NOT NULL, checking rows while others read and write."""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import column_of
from safemigrate.ops.set_not_null_safely import not_null
from safemigrate.postgres.names import kept_whole, quoted
from safemigrate.postgres.statements import major, query_rows, run

_CONSTRAINT = """
SELECT k.conname FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = :column
WHERE k.conrelid = to_regclass(:table) AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]
"""


def not_null_as_column(operations: Operations, change: Change) -> None:
    """Make the shadow NOT NULL if its column is, inside an autocommit block.

    Since PostgreSQL 18 NOT NULL is a constraint; the columns swap its name like all others.
    """
    column, shadow = (
        column_of(operations, change.table, name, change.schema)
        for name in (change.column, change.shadow)
    )
    if column is None or not column.not_null:
        return
    if (major(operations) or 0) < 18:
        not_null(operations, change.table, change.shadow, change.schema)
        return
    relation = change.relation(operations)
    if shadow is None or not shadow.not_null:
        own_name = not_null_name(operations, change, change.column)
        name = quoted(operations, kept_whole(f"{own_name}{change.suffix}"))
        rule = f"NOT NULL {quoted(operations, change.shadow)} NOT VALID"
        run(operations, f"ALTER TABLE {relation} ADD CONSTRAINT {name} {rule}")
    if constraint := not_null_name(operations, change, change.shadow):
        name = quoted(operations, constraint)
        run(operations, f"ALTER TABLE {relation} VALIDATE CONSTRAINT {name}")


def hand_over_not_null(operations: Operations, change: Change) -> None:
    """Drop the column's NOT NULL, and give the name of its constraint to the shadow's."""
    relation, column = change.relation(operations), quoted(operations, change.column)
    old, new = (not_null_name(operations, change, name) for name in (change.column, change.shadow))
    run(operations, f"ALTER TABLE {relation} ALTER {column} DROP NOT NULL")
    if old and new:
        names = f"{quoted(operations, new)} TO {quoted(operations, old)}"
        run(operations, f"ALTER TABLE {relation} RENAME CONSTRAINT {names}")


def not_null_name(operations: Operations, change: Change, column: str) -> str | None:
    """Return the name of a column's NOT NULL constraint; None before PostgreSQL 18."""
    rows = query_rows(operations, _CONSTRAINT, table=change.relation(operations), column=column)
    return rows[0][0] if rows else None
