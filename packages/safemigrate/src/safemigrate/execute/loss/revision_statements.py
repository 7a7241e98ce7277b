"""The statements by which a revision itself changes rows, and what counts those rows."""

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
def heard(connection: psycopg.Connection) -> Iterator[list[str]]:
    """Lend the list of what this thread's engines run meanwhile, with its values written in."""
    thread, said = threading.get_ident(), []

    def running(on: Any, cursor: Any, sql: str, values: Any, *context: Any) -> None:
        if threading.get_ident() == thread:
            with psycopg.ClientCursor(connection) as own:
                said.append(own.mogrify(sql, values or None))

    event.listen(Engine, "before_cursor_execute", running)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", running)


def changes_of_rows(said: Sequence[str]) -> Iterator[tuple[Loss, frozenset[str]]]:
    """Yield what changes rows, and the columns that it sets; none where it removes rows."""
    for text in said:
        try:
            read = statements(text)
        except Unreadable:
            continue  # PostgreSQL has run it; an older grammar than the server's
        for kind, node in read:
            if kind in _CHANGES:
                yield from _changes(kind, node, text)


def _changes(kind: str, node: Node, text: str) -> Iterator[tuple[Loss, frozenset[str]]]:
    words = " ".join(text.split())
    what = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    tables = (
        [each.range_var for each in node.relations] if kind == "truncate_stmt" else [node.relation]
    )
    for table in tables:
        sets: frozenset[str] = frozenset()
        if kind == "update_stmt":
            sets = frozenset(each.res_target.name for each in node.target_list)
        query = "" if _is_joined(node) else count_query(table, node)
        does: Kind = "changed" if kind == "update_stmt" else "removed"
        yield Loss(does, table.schemaname, table.relname, what=what, query=query), sets


def _is_joined(node: Node) -> bool:
    """Return whether other tables decide which rows are meant."""
    return any(
        node.HasField(field) if field == "with_clause" else len(getattr(node, field))
        for field in ("with_clause", "using_clause", "from_clause")
        if field in node.DESCRIPTOR.fields_by_name
    )
