"""The columns that a revision adds, with their tables."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import AddColumn, AlterType, Column, CreateTable


def new_columns(migration: Migration) -> Iterator[tuple[Step, str, Column]]:
    """Yield each column that upgrade adds or changes the type of, with its table."""
    for step in migration.steps:
        match step.operation:
            case CreateTable(table=table, columns=columns):
                yield from ((step, table, column) for column in columns)
            case AddColumn(table=table, column=column):
                yield step, table, column
            case AlterType(table=table, column=name, type=type_):
                if step.before.type_of(table, name) != type_:
                    yield step, table, Column(name, type_)
