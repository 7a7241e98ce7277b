"""Statements that take longer the larger a table is, but block no one on their own."""

from __future__ import annotations

from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import (
    ChangeRows,
    CreateTable,
    CreateView,
    RefreshView,
    ValidateConstraint,
)


def slow_work(step: Step, migration: Migration) -> str | None:
    """Return the words for the slow work of a step, or None if it is quick."""
    match step.operation:
        case ValidateConstraint(table=table, name=name):
            return None if migration.is_new(step, table) else f"the validation of {name} on {table}"
        case CreateTable(table=table, from_query=True):
            return f"the query that fills {table}"
        case CreateView(name=name, materialized=True) | RefreshView(name=name):
            return f"the query that fills {name}"
        case ChangeRows(verb=verb, table=table) if is_large(step):
            return f"the {verb} of {table}"
        case _:
            return None


def is_large(step: Step) -> bool:
    """Return whether a statement may change as many rows as its table has."""
    operation = step.operation
    return isinstance(operation, ChangeRows) and not operation.bounded
