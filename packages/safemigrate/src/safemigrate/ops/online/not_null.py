"""The shadow of a column that holds no NULL holds none either, checked while everybody works."""

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
    """Make the shadow NOT NULL where its column is, inside an autocommit block.

    Since PostgreSQL 18 that is a constraint, whose name the columns exchange like all others.
    """
    column, shadow = (
        column_of(operations, change.table, each, change.schema)
        for each in (change.column, change.shadow)
    )
    if column is None or not column.not_null:
        return
    if (major(operations) or 0) < 18:
        not_null(operations, change.table, change.shadow, change.schema)
        return
    where = change.where(operations)
    if shadow is None or not shadow.not_null:
        column_has = constraint_of(operations, change, change.column)
        name = quoted(operations, kept_whole(f"{column_has}{change.suffix}"))
        rule = f"NOT NULL {quoted(operations, change.shadow)} NOT VALID"
        run(operations, f"ALTER TABLE {where} ADD CONSTRAINT {name} {rule}")
    if has := constraint_of(operations, change, change.shadow):
        run(operations, f"ALTER TABLE {where} VALIDATE CONSTRAINT {quoted(operations, has)}")


def hand_over_not_null(operations: Operations, change: Change) -> None:
    """Let the column hold NULL, and give the name of its constraint to the shadow's."""
    where, name = change.where(operations), quoted(operations, change.column)
    old, new = (constraint_of(operations, change, each) for each in (change.column, change.shadow))
    run(operations, f"ALTER TABLE {where} ALTER {name} DROP NOT NULL")
    if old and new:
        names = f"{quoted(operations, new)} TO {quoted(operations, old)}"
        run(operations, f"ALTER TABLE {where} RENAME CONSTRAINT {names}")


def constraint_of(operations: Operations, change: Change, column: str) -> str | None:
    """Return the name of a column's NOT NULL; None before PostgreSQL 18, where it has none."""
    rows = query_rows(operations, _CONSTRAINT, table=change.where(operations), column=column)
    return rows[0][0] if rows else None
