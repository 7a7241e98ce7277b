"""A change of one column that is in progress: the column, its shadow, and their names.

The database itself records it, in the arguments of the trigger that keeps both columns in sync: so
every dump and clone has the record, and it is dropped when the change is finished.
"""

from __future__ import annotations

from dataclasses import dataclass

from alembic.operations import Operations

from safemigrate.ops.online.online_errors import NoChangeInProgress
from safemigrate.postgres.names import kept_whole, quoted
from safemigrate.postgres.statements import query_rows

NEW, OLD = "__new", "__old"

_ARGUMENTS = """
SELECT encode(t.tgargs, 'hex') FROM pg_trigger t
WHERE t.tgrelid = to_regclass(:table) AND t.tgname = :trigger
"""
_SCHEMA = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass(:table)
"""


@dataclass(frozen=True)
class Change:
    """The change of one column.

    key      the column's name when the change began; operations look the change up by it
    column   the column whose indexes and constraints have their normal names
    shadow   the column that is kept in sync with it
    """

    schema: str | None
    table: str
    key: str
    column: str
    shadow: str

    @property
    def trigger(self) -> str:
        """The name of the trigger: BEFORE triggers fire in name order, and this must be last."""
        return kept_whole(f"zz_{self.key}_online")

    @property
    def function(self) -> str:
        """The name of the function that the trigger calls."""
        return kept_whole(f"{self.table}_{self.key}_online")

    @property
    def is_rename(self) -> bool:
        """Whether the column gets a new name, not a new type."""
        return self.shadow not in {self.shadow_name(NEW), self.shadow_name(OLD)}

    @property
    def is_swapped(self) -> bool:
        """Whether the column of the new type already has the name."""
        return self.shadow == self.shadow_name(OLD)

    @property
    def suffix(self) -> str:
        """The suffix of the names of the shadow's indexes and constraints."""
        return OLD if self.is_swapped else NEW

    @property
    def conversions(self) -> tuple[str, str] | None:
        """The functions from the column to its shadow and back; None if the type stays."""
        if self.is_rename:
            return None
        to_new, to_old = (
            kept_whole(f"{self.table}_{self.key}_online_{suffix}") for suffix in ("there", "back")
        )
        return (to_old, to_new) if self.is_swapped else (to_new, to_old)

    def shadow_name(self, suffix: str) -> str:
        """Return the shadow's name when the type changes."""
        return kept_whole(f"{self.key}{suffix}")

    def relation(self, operations: Operations) -> str:
        """Return the table's name, quoted for SQL."""
        return quoted(operations, self.table, self.schema)

    def converted(self, operations: Operations, value: str) -> str:
        """Return SQL for the shadow's value, from SQL for the column's."""
        return self._conversion_call(operations, 0, value)

    def converted_back(self, operations: Operations, value: str) -> str:
        """Return SQL for the column's value, from SQL for the shadow's."""
        return self._conversion_call(operations, 1, value)

    def _conversion_call(self, operations: Operations, direction: int, value: str) -> str:
        if self.conversions is None:
            return value
        return f"{quoted(operations, self.conversions[direction], self.schema)}({value})"

    def not_in_sync(self, operations: Operations) -> str:
        """Return the condition of rows in which neither value is the conversion of the other.

        Different json texts convert to the same jsonb, so a correct value may not convert back to
        the original text.
        """
        column, shadow = quoted(operations, self.column), quoted(operations, self.shadow)
        of_column = differ(shadow, self.converted(operations, column))
        if self.conversions is None:
            return of_column
        return f"{of_column} AND {differ(column, self.converted_back(operations, shadow))}"


def differ(first: str, second: str) -> str:
    """Return SQL that is true if two values of a type differ; NULL equals NULL.

    It compares their binary images: json has no equality, and 1.0 differs from 1.00.
    https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
    """
    return f"ROW({first})::record OPERATOR(pg_catalog.*<>) ROW({second})::record"


def change_in_progress(
    operations: Operations, table: str, key: str, schema: str | None
) -> Change | None:
    """Return the change of a column; None without a database, as in `db lint`.

    Raises NoChangeInProgress.
    """
    if not has_database(operations):
        return None
    schema = schema or schema_of(operations, table)
    probe = Change(schema, table, key, key, key)
    rows = query_rows(
        operations, _ARGUMENTS, table=probe.relation(operations), trigger=probe.trigger
    )
    if not rows:
        raise NoChangeInProgress(table, key)
    column, shadow = bytes.fromhex(rows[0][0]).decode().split("\0")[:2]
    return Change(schema, table, key, column, shadow)


def schema_of(operations: Operations, table: str) -> str | None:
    """Return the schema of a table named without one; None if there is no such table."""
    rows = query_rows(operations, _SCHEMA, table=quoted(operations, table))
    return rows[0][0] if rows else None


def has_database(operations: Operations) -> bool:
    """Return whether queries reach a database, not just the recorder of `db lint`."""
    return bool(query_rows(operations, "SELECT 1"))
