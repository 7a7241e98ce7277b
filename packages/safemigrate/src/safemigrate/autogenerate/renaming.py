"""Renames given with --rename: the database is compared as it will be after them.

Tables and columns get their new names in a savepoint that is rolled back after the comparison, so
that other changes made together with a rename (an index, a type) are seen for what they are.

https://www.postgresql.org/docs/current/sql-savepoint.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from safemigrate.autogenerate.migrate_errors import NothingToRename
from safemigrate.autogenerate.rename_line import RenameLine
from safemigrate.autogenerate.typed_rename import Rename, dotted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Inspector, Table

# The comparison must not block other sessions for long; its rollback also releases the lock.
_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s'"


def in_order(renames: Sequence[Rename]) -> list[Rename]:
    """Return the renames of columns first, because they use the current names of tables."""
    return sorted(renames, key=lambda rename: rename.column is None)


def carry_out(connection: Connection, renames: Sequence[Rename]) -> None:
    """Rename the tables and columns in the caller's savepoint."""
    quoted = connection.dialect.identifier_preparer.quote
    connection.execute(sa.text(_LOCK_TIMEOUT))
    for rename in in_order(renames):
        table = dotted(rename.schema and quoted(rename.schema), quoted(rename.table))
        part = f"COLUMN {quoted(rename.column)} " if rename.column else ""
        new = quoted(rename.new)
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME {part}TO {new}".replace("%", "%%"))


@contextmanager
def renamed(connection: Connection, renames: Sequence[Rename]) -> Iterator[None]:
    """Rename the tables and columns until the end of the block."""
    savepoint = connection.begin_nested()
    try:
        if renames:
            carry_out(connection, renames)
        yield
    finally:
        savepoint.rollback()


def rename_line(rename: Rename) -> RenameLine:
    """Return the operation to write to the file."""
    place = f", schema={rename.schema!r}" if rename.schema else ""
    if rename.column is None:
        call = "op.rename_table({!r}, {!r}" + place + ")"
        names = rename.table, rename.new
        return RenameLine(rename, call.format(*names), call.format(*reversed(names)))
    call = f"op.alter_column({rename.table!r}, {{!r}}, new_column_name={{!r}}{place})"
    names = rename.column, rename.new
    return RenameLine(rename, call.format(*names), call.format(*reversed(names)))


def refuse_unknown(
    rename: Rename, renames: Sequence[Rename], *, live: Inspector, models: Mapping[str, Table]
) -> None:
    """Stop if the database does not have the old name, or the models do not have the new one."""
    text = f"{rename.old}={dotted((rename.column is None and rename.schema) or None, rename.new)}"
    if not is_in_database(rename, live):
        raise NothingToRename("rename", text, f"the database has no {rename.old}")
    new_table = rename.new
    if rename.column:
        names = (it.new for it in renames if (it.table, it.column) == (rename.table, None))
        new_table = next(names, rename.table)
    table = models.get(dotted(rename.schema, new_table))
    if table is None or (rename.column and rename.new not in table.columns):
        new = dotted(rename.schema, new_table, rename.new if rename.column else None)
        raise NothingToRename("rename", text, f"the models have no {new}")


def is_in_database(rename: Rename, live: Inspector) -> bool:
    """Return whether the database has what is to be renamed."""
    if not live.has_table(rename.table, schema=rename.schema):
        return False
    columns = live.get_columns(rename.table, schema=rename.schema)
    return rename.column is None or rename.column in {column["name"] for column in columns}
