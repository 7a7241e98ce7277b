"""Replaces a check or a foreign key, keeping its name, without a gap."""

from __future__ import annotations

from collections.abc import Sequence

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import (
    add_and_validate,
    add_foreign_key,
    foreign_key_sql,
)
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import kept_whole, quoted
from safemigrate.postgres.partitions import partitions
from safemigrate.postgres.statements import query_rows, run

_NEW = "__new"
_EXISTS = """
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
        """Give a CHECK constraint a new condition; until every row is checked, both apply.

        name       the full name: no naming convention is applied
        condition  SQL that is true or NULL for every row

        Locks: those of op.add_check_safely; then ACCESS EXCLUSIVE on the table for a moment.

        Undone by the same operation, with the earlier condition.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT
        """
        relation, new = quoted(operations, table, schema), quoted(operations, _temporary_name(name))
        with own_steps(operations):
            add_and_validate(operations, relation, new, f"CHECK ({condition})")
        _swap_constraints(operations, relation, quoted(operations, name), new)


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
        """Replace a foreign key, for example for a new ON DELETE; until then the old one applies.

        The arguments are those of op.add_foreign_key_safely.

        Locks: those of op.add_foreign_key_safely; then ACCESS EXCLUSIVE on both tables briefly.

        Undone by the same operation, with the earlier arguments.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
        """
        relation, new = (
            quoted(operations, source, source_schema),
            quoted(operations, _temporary_name(name)),
        )
        key = foreign_key_sql(
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
            add_foreign_key(operations, relation, new, key)
        own = quoted(operations, name)
        _swap_constraints(operations, relation, own, new)
        for part in partitions(operations, relation):  # each partition has its own copy of the name
            place = quoted(operations, part.name, part.schema)
            if query_rows(operations, _EXISTS, table=place, name=_temporary_name(name)):
                _rename_constraint(operations, place, new, own)


def _temporary_name(name: str) -> str:
    return kept_whole(f"{name}{_NEW}")


def _swap_constraints(operations: Operations, table: str, name: str, new: str) -> None:
    """Drop the old constraint and give its name to the new one, in the revision's transaction."""
    run(operations, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    _rename_constraint(operations, table, new, name)


def _rename_constraint(operations: Operations, table: str, old: str, new: str) -> None:
    run(operations, f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
