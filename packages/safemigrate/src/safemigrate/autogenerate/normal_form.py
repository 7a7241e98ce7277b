"""Expressions as PostgreSQL writes them: only those can be compared with the system catalog's.

A model's expression is applied to an empty temporary copy of its table, which a savepoint rolls
back.  The table itself is only read, as by a SELECT.

https://www.postgresql.org/docs/current/sql-createtable.html (LIKE)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from safemigrate.autogenerate.sql_text import quoted

_COPY = "safemigrate_compared"
_CHECK = """
SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
WHERE conrelid = 'pg_temp.safemigrate_compared'::regclass AND contype = 'c'
"""
_DEFAULT = """
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
WHERE adrelid = 'pg_temp.safemigrate_compared'::regclass
"""
_TYPE = """
SELECT format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'pg_temp.safemigrate_compared'::regclass AND attname = :column
"""


class Copy:
    """An empty table with the columns of another."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def check(self, sql: str) -> str | None:
        """Return a condition as PostgreSQL writes it; None if it does not fit the table."""
        return self._written(_CHECK, f"ADD CHECK ({sql})")

    def check_after(self, sql: str, column: str, *types: str) -> str | None:
        """Return a condition after its column was changed to these types; None if it cannot be."""
        alters = [_retype(column, type_) for type_ in types]
        return self._written(_CHECK, f"ADD CHECK ({sql})", *alters)

    def checks_of_new_types(
        self, live: str, wanted: str, types: Mapping[str, str]
    ) -> tuple[str | None, str | None]:
        """Return the table's condition after columns change their types, and a new one's then.

        None stands for a condition that does not fit the new types, or a change that needs USING.
        """
        alters = [_retype(column, type_) for column, type_ in types.items()]
        after = self._written(_CHECK, f"ADD CHECK ({live})", *alters)
        return after, self._written(_CHECK, *alters, f"ADD CHECK ({wanted})")

    def default(self, column: str, sql: str) -> str | None:
        """Return a default as PostgreSQL writes it; None if it does not fit the column."""
        return self._written(_DEFAULT, f"ALTER COLUMN {quoted(column)} SET DEFAULT {sql}")

    def equal(self, column: str, first: str, second: str) -> bool:
        """Return whether two defaults are the same value now, such as 0 and '0'::integer."""
        if "nextval(" in first or "nextval(" in second:
            return False  # to evaluate it would take a number from the sequence
        try:
            with self.connection.begin_nested():
                kind = self.connection.scalar(text(_TYPE), {"column": column})
                same = f"CAST(({first}) AS {kind}) IS NOT DISTINCT FROM CAST(({second}) AS {kind})"
                return self._answer(f"SELECT {same}") is True  # both are from the catalog
        except DBAPIError:
            return False

    def becomes(self, column: str, *types: str) -> bool:
        """Return whether a column can change to these types one after another without USING."""
        name = quoted(column)
        savepoint = self.connection.begin_nested()
        try:
            for type_ in types:
                alter = f"ALTER TABLE pg_temp.{_COPY} ALTER COLUMN {name} TYPE {type_}"
                self.connection.exec_driver_sql(_as_is(alter))
        except DBAPIError:
            return False
        finally:
            savepoint.rollback()
        return True

    def _written(self, question: str, *alters: str) -> str | None:
        savepoint = self.connection.begin_nested()
        try:
            for alter in alters:
                self.connection.exec_driver_sql(_as_is(f"ALTER TABLE pg_temp.{_COPY} {alter}"))
            answer = self._answer(question)
        except DBAPIError:
            answer = None
        savepoint.rollback()
        return None if answer is None else str(answer)

    def _answer(self, question: str) -> object:
        return self.connection.exec_driver_sql(_as_is(question)).scalar()


@contextmanager
def empty_copy(connection: Connection, table: str, schema: str | None) -> Iterator[Copy]:
    """Yield an empty copy of a table, and drop it afterwards."""
    savepoint = connection.begin_nested()
    try:
        like = quoted(table, schema)
        connection.exec_driver_sql(_as_is(f"CREATE TEMP TABLE {_COPY} (LIKE {like})"))
        yield Copy(connection)
    finally:
        savepoint.rollback()


def _retype(column: str, type_: str) -> str:
    return f"ALTER COLUMN {quoted(column)} TYPE {type_}"


def _as_is(sql: str) -> str:
    return sql.replace("%", "%%")
