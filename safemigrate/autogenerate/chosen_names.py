"""Names of constraints that a model leaves to PostgreSQL, as PostgreSQL chooses them.

A revision must say them, or its downgrade could not.
https://www.postgresql.org/docs/current/sql-createtable.html
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import CheckConstraint

from safemigrate.ops.names import chosen_by_postgresql


def of_columns(table: str, columns: Sequence[str], suffix: str) -> str:
    """Return the name of a unique rule (suffix key) or a foreign key (suffix fkey)."""
    return chosen_by_postgresql(table, "_".join(columns), suffix)


def of_check(table: str, check: CheckConstraint) -> str:
    """Return the name of a check; one of several columns is named after its table alone."""
    columns = list(check.columns)
    if len(columns) == 1:
        return of_columns(table, [columns[0].name], "check")
    return f"{table}_check"
