"""Names as PostgreSQL writes them: quoted where need be, and never longer than it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from hashlib import sha256

from alembic.operations import Operations
from sqlalchemy.sql.elements import ClauseElement

LONGEST = 63  # bytes; PostgreSQL cuts off the rest

Key = str | ClauseElement  # a column's name, or an expression as text()


def quoted(operations: Operations, name: str, schema: str | None = None) -> str:
    """Return a name for a statement, with its schema where it has one."""
    dialect = copy(operations.get_context().dialect)
    dialect.paramstyle = "named"  # run() doubles what the driver wants doubled
    quote = dialect.preparer(dialect).quote
    return f"{quote(schema)}.{quote(name)}" if schema else str(quote(name))


def listed(operations: Operations, keys: Sequence[Key]) -> str:
    """Return columns and expressions with commas between them."""
    return ", ".join(quoted(operations, key) if isinstance(key, str) else str(key) for key in keys)


def literal(value: str) -> str:
    """Return a text as SQL writes it."""
    escape = "E" if "\\" in value else ""
    return escape + "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def kept_whole(name: str) -> str:
    """Return a name that PostgreSQL does not cut: a long one ends with its own digest."""
    if len(name.encode()) <= LONGEST:
        return name
    return f"{_cut(name, LONGEST - 9)}_{sha256(name.encode()).hexdigest()[:8]}"


def chosen_by_postgresql(table: str, column: str, suffix: str) -> str:
    """Return the name that PostgreSQL itself gives a constraint of one column.

    The longer of both names is cut first (makeObjectName in its source).
    """
    room = LONGEST - len(suffix) - 2
    one, two = len(table.encode()), len(column.encode())
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    return f"{_cut(table, one)}_{_cut(column, two)}_{suffix}"


def _cut(name: str, size: int) -> str:
    return name.encode()[:size].decode(errors="ignore")
