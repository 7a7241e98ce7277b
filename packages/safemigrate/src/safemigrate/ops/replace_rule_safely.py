"""A check or a foreign key takes the place of another of its name, with no moment without one."""

from __future__ import annotations

from collections.abc import Sequence

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import (
    add_foreign_key,
    foreign_key_of,
    not_valid_then_valid,
)
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import kept_whole, quoted
from safemigrate.postgres.partitions import partitions
from safemigrate.postgres.statements import query_rows, run

_NEW = "__new"
_HAS = """
SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(:table) AND conname = :name
"""


@Operations.register_operation("replace_check_safely")
class ReplaceCheckSafely(MigrateOperation):
    """op.replace_check_safely."""

    @classmethod
    def replace_check_safely(
        cls,
        operations: Operations,
        name: str,
        table: str,
        condition: str,
        *,
        schema: str | None = None,
    ) -> None:
        """Give a CHECK another condition; until every row is known to obey it, both hold.

        name       its full name: no naming convention is applied
        condition  SQL that is true, or null, for every row

        Locks: as op.add_check_safely; then ACCESS EXCLUSIVE on the table for a moment.

        Undone by itself, with the condition of before.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT
        """
        where, new = quoted(operations, table, schema), quoted(operations, _beside(name))
        with own_steps(operations):
            not_valid_then_valid(operations, where, new, f"CHECK ({condition})")
        _take_over(operations, where, quoted(operations, name), new)


@Operations.register_operation("replace_foreign_key_safely")
class ReplaceForeignKeySafely(MigrateOperation):
    """op.replace_foreign_key_safely."""

    @classmethod
    def replace_foreign_key_safely(
        cls,
        operations: Operations,
        name: str,
        source: str,
        referent: str,
        local_cols: Sequence[str],
        remote_cols: Sequence[str],
        *,
        ondelete: str | None = None,
        onupdate: str | None = None,
        deferrable: bool | None = None,
        initially: str | None = None,
        match: str | None = None,
        source_schema: str | None = None,
        referent_schema: str | None = None,
    ) -> None:
        """Make a foreign key anew, such as with another ON DELETE; until then the old one holds.

        Arguments: as of op.add_foreign_key_safely.

        Locks: as op.add_foreign_key_safely; then ACCESS EXCLUSIVE on both tables for a moment.

        Undone by itself, with what the key said before.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
        """
        where, new = quoted(operations, source, source_schema), quoted(operations, _beside(name))
        key = foreign_key_of(
            operations,
            quoted(operations, referent, referent_schema),
            local_cols,
            remote_cols,
            match=match,
            ondelete=ondelete,
            onupdate=onupdate,
            deferrable=deferrable,
            initially=initially,
        )
        with own_steps(operations):
            add_foreign_key(operations, where, new, key)
        own = quoted(operations, name)
        _take_over(operations, where, own, new)
        for part in partitions(operations, where):  # a key's name is each partition's own
            place = quoted(operations, part.name, part.schema)
            if query_rows(operations, _HAS, table=place, name=_beside(name)):
                _rename(operations, place, new, own)


def _beside(name: str) -> str:
    return kept_whole(f"{name}{_NEW}")


def _take_over(operations: Operations, table: str, name: str, new: str) -> None:
    """Drop the old rule and name the new one after it, in the revision's own transaction."""
    run(operations, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    _rename(operations, table, new, name)


def _rename(operations: Operations, table: str, old: str, new: str) -> None:
    run(operations, f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
