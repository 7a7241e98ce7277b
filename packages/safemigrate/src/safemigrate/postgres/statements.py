"""Runs or prints the statements of an operation exactly as written."""

from __future__ import annotations

from typing import Any

from alembic.operations import Operations
from sqlalchemy import text


def run(operations: Operations, sql: str) -> None:
    """Run or print a statement exactly as written; colons and percent signs are not special."""
    context = operations.get_context()
    if context.as_sql:
        context.impl.static_output(sql + context.impl.command_terminator)
    else:
        operations.execute(text(sql.replace(":", r"\:")))


def query_rows(operations: Operations, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run a query and return its rows; none if SQL is only printed or read."""
    if operations.get_context().as_sql:
        return []
    return [tuple(row) for row in operations.get_bind().execute(text(sql), values)]


def major(operations: Operations) -> int | None:
    """Return the server's major version; None if SQL is only printed."""
    if operations.get_context().as_sql:
        return None
    version = getattr(operations.get_context().dialect, "server_version_info", None)
    return version[0] if version else None
