"""Parses SQL into operations: each statement of a text, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from safemigrate.lint import sql
from safemigrate.lint.operations import Operation, Other
from safemigrate.lint.reading import alter_table, definitions, rows
from safemigrate.lint.reading import table_statements as tables
from safemigrate.lint.reading import type_statements as types
from safemigrate.lint.reading.object_names import table_name

Reader: TypeAlias = Callable[[sql.Node], Iterator[Operation]]

_READERS: dict[str, Reader] = {
    **alter_table.READERS,
    **definitions.READERS,
    **rows.READERS,
    **tables.READERS,
    **types.READERS,
}


def operations(text: str) -> tuple[Operation, ...]:
    """Return the operations of a text of one or more statements.

    Raises sql.Unreadable.
    """
    return tuple(
        operation
        for kind, node in sql.statements(text)
        for operation in _READERS.get(kind, _other_reader(kind))(node)
    )


def _other_reader(kind: str) -> Reader:
    def reader(node: sql.Node) -> Iterator[Operation]:
        has_table = any(field.name == "relation" for field, _ in node.ListFields())
        yield Other(kind, table_name(node.relation) if has_table else None)

    return reader
