"""Writes records to tables and reads them back; a record's fields are named like the columns."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from levy.db import db


def field_names(record: type, *, without: str = "") -> list[str]:
    """Return the names of a record's fields, which are also its table's columns."""
    return [name for name in record.__match_args__ if name != without]


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to a table; raise IntegrityError if the database rejects one.

    COPY is one statement, so rows may reference later rows, and it is PostgreSQL's fastest way to
    load rows.  https://www.postgresql.org/docs/current/sql-copy.html
    """
    command = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table), SQL(", ").join(map(Identifier, columns))
    )
    connection = db.session.connection().connection.driver_connection
    try:
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.IntegrityError as refused:
        raise IntegrityError(command.as_string(connection), None, refused) from refused


def copy_records(table: str, records: Sequence[Any], *, without: str = "", **key: int) -> None:
    """Write records to a table, each with the key of their parent row and its position."""
    if not records:
        return
    names = field_names(type(records[0]), without=without)
    columns = [*key, "position", *names]
    own = tuple(key.values())
    copy_in(
        table,
        columns,
        (
            (*own, position, *(getattr(record, name) for name in names))
            for position, record in enumerate(records, start=1)
        ),
    )


def records_of(record: type, *, model: type, of: ColumnElement[bool]) -> tuple[Any, ...]:
    """Return the records of a table, in the order in which they were saved."""
    columns = [getattr(model, name) for name in field_names(record)]
    rows = db.session.execute(select(*columns).where(of).order_by(model.position))
    return tuple(record(*row) for row in rows)
