"""A change of one column that is under way: the column, its shadow, and what they are called.

What is under way is written in the database itself, as the arguments of the trigger that keeps
both columns in step: it lives in every dump and clone, and goes when the change is over.
"""

from __future__ import annotations

from dataclasses import dataclass

from alembic.operations import Operations

from safemigrate.ops.online.online_errors import NotUnderWay
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
    """One column's change.

    key      the column's name when the change began, by which operations find it
    column   the column that has the indexes' and constraints' own names
    shadow   the one beside it
    """

    schema: str | None
    table: str
    key: str
    column: str
    shadow: str

    @property
    def trigger(self) -> str:
        """Its trigger: BEFORE triggers fire in the order of their names, and this one last."""
        return kept_whole(f"zz_{self.key}_online")

    @property
    def function(self) -> str:
        """The function that the trigger calls."""
        return kept_whole(f"{self.table}_{self.key}_online")

    @property
    def is_rename(self) -> bool:
        """Whether the column gets another name, and not another type."""
        return self.shadow not in {self.named(NEW), self.named(OLD)}

    @property
    def is_swapped(self) -> bool:
        """Whether the new type has the column's name already."""
        return self.shadow == self.named(OLD)

    @property
    def suffix(self) -> str:
        """What the names of the shadow's indexes and constraints end with."""
        return OLD if self.is_swapped else NEW

    @property
    def conversions(self) -> tuple[str, str] | None:
        """The functions from the column to its shadow and back; None where both are alike."""
        if self.is_rename:
            return None
        there, back = (
            kept_whole(f"{self.table}_{self.key}_online_{way}") for way in ("there", "back")
        )
        return (back, there) if self.is_swapped else (there, back)

    def named(self, suffix: str) -> str:
        """Return the name of a shadow of another type."""
        return kept_whole(f"{self.key}{suffix}")

    def where(self, operations: Operations) -> str:
        """Return the table's name for a statement."""
        return quoted(operations, self.table, self.schema)

    def converted(self, operations: Operations, value: str) -> str:
        """Return SQL for the shadow's value where the column's is given."""
        return self._called(operations, 0, value)

    def converted_back(self, operations: Operations, value: str) -> str:
        """Return SQL for the column's value where the shadow's is given."""
        return self._called(operations, 1, value)

    def _called(self, operations: Operations, way: int, value: str) -> str:
        if self.conversions is None:
            return value
        return f"{quoted(operations, self.conversions[way], self.schema)}({value})"

    def out_of_step(self, operations: Operations) -> str:
        """Return the condition of rows neither of whose values is made from the other.

        Two texts of json are one jsonb, so that a value may be right and not come back as it was.
        """
        column, shadow = quoted(operations, self.column), quoted(operations, self.shadow)
        of_column = differ(shadow, self.converted(operations, column))
        if self.conversions is None:
            return of_column
        return f"{of_column} AND {differ(column, self.converted_back(operations, shadow))}"


def differ(one: str, other: str) -> str:
    """Return SQL that is true where two values of a type differ, NULL being a value like others.

    Their images are compared: json has no other comparison, and 1.0 is not 1.00.
    https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
    """
    return f"ROW({one})::record OPERATOR(pg_catalog.*<>) ROW({other})::record"


def under_way(operations: Operations, table: str, key: str, schema: str | None) -> Change | None:
    """Return the change of a column; None where no database answers, as for `db lint`.

    Raises NotUnderWay.
    """
    if not is_answered(operations):
        return None
    schema = schema or schema_of(operations, table)
    asking = Change(schema, table, key, key, key)
    rows = query_rows(
        operations, _ARGUMENTS, table=asking.where(operations), trigger=asking.trigger
    )
    if not rows:
        raise NotUnderWay(table, key)
    column, shadow = bytes.fromhex(rows[0][0]).decode().split("\0")[:2]
    return Change(schema, table, key, column, shadow)


def schema_of(operations: Operations, table: str) -> str | None:
    """Return the schema that a table's bare name means; None where there is no such table."""
    rows = query_rows(operations, _SCHEMA, table=quoted(operations, table))
    return rows[0][0] if rows else None


def is_answered(operations: Operations) -> bool:
    """Return whether questions reach a database, and not only the recorder of `db lint`."""
    return bool(query_rows(operations, "SELECT 1"))
