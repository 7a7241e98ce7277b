"""Renames that a person named: the database is compared as it will be after them.

The tables get their new names inside a savepoint that is taken back when the comparison is done;
so everything else that changed with a rename (an index, a type) is seen as what it is.

https://www.postgresql.org/docs/current/sql-savepoint.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from safemigrate.autogenerate.migrate_errors import NothingToRename
from safemigrate.autogenerate.typed_rename import Rename, dotted
from safemigrate.autogenerate.written import Written

if TYPE_CHECKING:
    from sqlalchemy import Connection, Inspector, Table

# Comparing must not make people wait: the savepoint gives the lock back with everything else.
_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s'"


def in_order(renames: Sequence[Rename]) -> list[Rename]:
    """Return the columns first: on the left, every name is the one that the database has now."""
    return sorted(renames, key=lambda rename: rename.column is None)


def carry_out(connection: Connection, renames: Sequence[Rename]) -> None:
    """Give the tables and columns their new names, in the caller's savepoint."""
    quoted = connection.dialect.identifier_preparer.quote
    connection.execute(sa.text(_LOCK_TIMEOUT))
    for rename in in_order(renames):
        table = dotted(rename.schema and quoted(rename.schema), quoted(rename.table))
        what = f"COLUMN {quoted(rename.column)} " if rename.column else ""
        new = quoted(rename.new)
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME {what}TO {new}".replace("%", "%%"))


@contextmanager
def renamed(connection: Connection, renames: Sequence[Rename]) -> Iterator[None]:
    """Give the tables and columns their new names until the end of the block."""
    savepoint = connection.begin_nested()
    try:
        if renames:
            carry_out(connection, renames)
        yield
    finally:
        savepoint.rollback()


def line(rename: Rename) -> Written:
    """Return the operation that stands in the file."""
    place = f", schema={rename.schema!r}" if rename.schema else ""
    if rename.column is None:
        call = "op.rename_table({!r}, {!r}" + place + ")"
        names = rename.table, rename.new
        return Written(rename, call.format(*names), call.format(*reversed(names)))
    call = f"op.alter_column({rename.table!r}, {{!r}}, new_column_name={{!r}}{place})"
    names = rename.column, rename.new
    return Written(rename, call.format(*names), call.format(*reversed(names)))


def refuse_unknown(
    rename: Rename, renames: Sequence[Rename], *, live: Inspector, models: Mapping[str, Table]
) -> None:
    """Stop where the database has no such name, or the models do not have the new one."""
    text = f"{rename.old}={dotted((rename.column is None and rename.schema) or None, rename.new)}"
    if not known(rename, live):
        raise NothingToRename("rename", text, f"the database has no {rename.old}")
    new_table = rename.new
    if rename.column:
        same = (each.new for each in renames if (each.table, each.column) == (rename.table, None))
        new_table = next(same, rename.table)
    table = models.get(dotted(rename.schema, new_table))
    if table is None or (rename.column and rename.new not in table.columns):
        new = dotted(rename.schema, new_table, rename.new if rename.column else None)
        raise NothingToRename("rename", text, f"the models have no {new}")


def known(rename: Rename, live: Inspector) -> bool:
    """Return whether the database has what is to be renamed."""
    if not live.has_table(rename.table, schema=rename.schema):
        return False
    columns = live.get_columns(rename.table, schema=rename.schema)
    return rename.column is None or rename.column in {each["name"] for each in columns}
