"""Names as PostgreSQL writes them: quoted if needed, and no longer than its limit."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from hashlib import sha256

from alembic.operations import Operations
from sqlalchemy.sql.elements import ClauseElement

LONGEST = 63  # bytes; PostgreSQL truncates longer names

Key = str | ClauseElement  # a column's name, or an expression as text()


def quoted(operations: Operations, name: str, schema: str | None = None) -> str:
    """Return a quoted name for a statement, with its schema if it has one."""
    dialect = copy(operations.get_context().dialect)
    dialect.paramstyle = "named"  # run() escapes what the driver needs escaped
    quote = dialect.preparer(dialect).quote
    return f"{quote(schema)}.{quote(name)}" if schema else str(quote(name))


def listed(operations: Operations, keys: Sequence[Key]) -> str:
    """Return columns and expressions, separated by commas."""
    return ", ".join(quoted(operations, key) if isinstance(key, str) else str(key) for key in keys)


def literal(value: str) -> str:
    """Return a text as an SQL literal."""
    escape = "E" if "\\" in value else ""
    return escape + "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def kept_whole(name: str) -> str:
    """Return a name that PostgreSQL does not truncate; a long one ends with its digest."""
    if len(name.encode()) <= LONGEST:
        return name
    return f"{_cut(name, LONGEST - 9)}_{sha256(name.encode()).hexdigest()[:8]}"


def chosen_by_postgresql(table: str, column: str, suffix: str) -> str:
    """Return the name that PostgreSQL itself chooses for a constraint of one column.

    It shortens the longer of the two names first (makeObjectName in its source).
    """
    room = LONGEST - len(suffix) - 2
    table_size, column_size = len(table.encode()), len(column.encode())
    while table_size + column_size > room:
        if table_size > column_size:
            table_size -= 1
        else:
            column_size -= 1
    return f"{_cut(table, table_size)}_{_cut(column, column_size)}_{suffix}"


def _cut(name: str, size: int) -> str:
    return name.encode()[:size].decode(errors="ignore")
