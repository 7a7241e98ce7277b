"""The names that PostgreSQL chooses for constraints that have no name in the model.

A revision must write them out, because its downgrade needs them.
https://www.postgresql.org/docs/current/sql-createtable.html
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import count

from safemigrate.lint.operations import AddConstraint
from safemigrate.lint.reading import operations
from safemigrate.postgres.names import chosen_by_postgresql


def of_columns(table: str, columns: Sequence[str], suffix: str) -> str:
    """Return the name of a unique constraint (suffix key) or a foreign key (suffix fkey)."""
    return chosen_by_postgresql(table, "_".join(columns), suffix)


def of_check(table: str, condition: str, taken: Container[str]) -> str:
    """Return the name of a check; with several columns it has the table's name only.

    taken  names that other checks already have
    """
    (operation,) = operations(f"ALTER TABLE t ADD CHECK ({condition})")
    columns = operation.constraint.columns if isinstance(operation, AddConstraint) else ()
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
