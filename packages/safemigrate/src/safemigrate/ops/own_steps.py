"""Statements of a safe operation: each commits by itself, and none is held up by the one before.

They stand in one autocommit block.  `db upgrade` gives each a transaction of its own, a short lock
timeout and a row in the journal, so that a revision which was interrupted goes on between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.operations import Operations
from sqlalchemy import text

# The operations of `op` that have such steps.
OPERATIONS = frozenset(
    {
        "add_check_safely",
        "add_enum_value",
        "add_foreign_key_safely",
        "add_primary_key_safely",
        "add_unique_safely",
        "build_online",
        "change_type_online",
        "create_index_concurrently",
        "drop_column_softly",
        "drop_index_concurrently",
        "drop_table_softly",
        "fill_online",
        "finish_online",
        "rename_column_online",
        "replace_check_safely",
        "replace_foreign_key_safely",
        "restore_column",
        "restore_table",
        "set_not_null_safely",
        "swap_online",
        "undo_build_online",
        "undo_finish_rename_online",
        "undo_finish_type_online",
        "undo_swap_online",
    }
)


@contextmanager
def own_steps(operations: Operations) -> Iterator[None]:
    """Commit what came before, and let each statement inside commit by itself."""
    with operations.get_context().autocommit_block():
        yield


def run(operations: Operations, sql: str) -> None:
    """Run, or print, a statement as it is written: a colon or a per cent sign in it is itself."""
    context = operations.get_context()
    if context.as_sql:
        context.impl.static_output(sql + context.impl.command_terminator)
    else:
        operations.execute(text(sql.replace(":", r"\:")))


def asked(operations: Operations, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """Return what the database answers; nothing where SQL is only printed or read."""
    if operations.get_context().as_sql:
        return []
    return [tuple(row) for row in operations.get_bind().execute(text(sql), values)]


def major(operations: Operations) -> int | None:
    """Return the server's major version; None where SQL is printed for any."""
    if operations.get_context().as_sql:
        return None
    version = getattr(operations.get_context().dialect, "server_version_info", None)
    return version[0] if version else None
