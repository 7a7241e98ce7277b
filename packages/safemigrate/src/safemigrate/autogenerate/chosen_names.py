"""Names of constraints that a model leaves to PostgreSQL, as PostgreSQL chooses them.

A revision must say them, or its downgrade could not.
https://www.postgresql.org/docs/current/sql-createtable.html
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import count

from safemigrate.lint.operations import AddConstraint
from safemigrate.lint.reading import operations
from safemigrate.postgres.names import chosen_by_postgresql


def of_columns(table: str, columns: Sequence[str], suffix: str) -> str:
    """Return the name of a unique rule (suffix key) or a foreign key (suffix fkey)."""
    return chosen_by_postgresql(table, "_".join(columns), suffix)


def of_check(table: str, condition: str, taken: Container[str]) -> str:
    """Return the name of a check; one of several columns is named after its table alone.

    taken  names of other checks, which it does not get
    """
    (made,) = operations(f"ALTER TABLE t ADD CHECK ({condition})")
    columns = made.constraint.columns if isinstance(made, AddConstraint) else ()
    for number in count():
        suffix = f"check{number or ''}"
        name = (
            chosen_by_postgresql(table, columns[0], suffix)
            if len(columns) == 1
            else f"{table}_{suffix}"
        )
        if name not in taken:
            return name
    raise AssertionError  # count() does not end
