"""The statements in which a revision itself changes rows, with queries that count those rows."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from safemigrate.execute.loss.loss import Kind, Loss
from safemigrate.lint.sql import Node, Unreadable, count_query, statements

_SHOWN = 60  # characters of a statement
_CHANGES = {"delete_stmt", "update_stmt", "truncate_stmt"}


@contextmanager
def executed_statements(connection: psycopg.Connection) -> Iterator[list[str]]:
    """Yield a list that collects what this thread's engines execute, with the values filled in."""
    thread, executed = threading.get_ident(), []

    def listen(on: Any, cursor: Any, sql: str, values: Any, *context: Any) -> None:
        if threading.get_ident() == thread:
            with psycopg.ClientCursor(connection) as client:
                executed.append(client.mogrify(sql, values or None))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield executed
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


def row_changes(executed: Sequence[str]) -> Iterator[tuple[Loss, frozenset[str]]]:
    """Yield each change of rows and the columns that it sets (none if it removes rows)."""
    for text in executed:
        try:
            nodes = statements(text)
        except Unreadable:
            continue  # PostgreSQL has run it; our parser's grammar is older than the server's
        for kind, node in nodes:
            if kind in _CHANGES:
                yield from _changes(kind, node, text)


def _changes(kind: str, node: Node, text: str) -> Iterator[tuple[Loss, frozenset[str]]]:
    words = " ".join(text.split())
    excerpt = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    tables = (
        [item.range_var for item in node.relations] if kind == "truncate_stmt" else [node.relation]
    )
    for table in tables:
        sets: frozenset[str] = frozenset()
        if kind == "update_stmt":
            sets = frozenset(target.res_target.name for target in node.target_list)
        query = "" if _is_joined(node) else count_query(table, node)
        change: Kind = "changed" if kind == "update_stmt" else "removed"
        yield Loss(change, table.schemaname, table.relname, what=excerpt, query=query), sets


def _is_joined(node: Node) -> bool:
    """Return whether other tables decide which rows change."""
    return any(
        node.HasField(field) if field == "with_clause" else len(getattr(node, field))
        for field in ("with_clause", "using_clause", "from_clause")
        if field in node.DESCRIPTOR.fields_by_name
    )
