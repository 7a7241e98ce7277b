"""Adds a foreign key: new rows are checked at once, existing rows while others read and write."""

from __future__ import annotations

from collections.abc import Sequence

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import listed, quoted
from safemigrate.postgres.partitions import is_partitioned, partitions
from safemigrate.postgres.statements import major, run


@Operations.register_operation("add_foreign_key_safely")
class AddForeignKeySafely(MigrateOperation):
    """op.add_foreign_key_safely."""

    @classmethod
    def add_foreign_key_safely(
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
        """Add a foreign key: new rows are checked at once, existing rows afterwards.

        name                  the full name: no naming convention is applied
        source, referent      the table that refers, and the table it refers to
        ondelete, onupdate    CASCADE, SET NULL, SET DEFAULT, RESTRICT
        match                 FULL or SIMPLE
        deferrable, initially as in op.create_foreign_key; initially is DEFERRED or IMMEDIATE

        Locks: SHARE ROW EXCLUSIVE on both tables for a moment (nobody writes), in its own
        transaction; then, while every row is checked, SHARE UPDATE EXCLUSIVE on source and ROW
        SHARE on referent (others read and write).  Before PostgreSQL 18, a partitioned source gets
        the key on each partition this way, and then on the table itself, with no rows left to
        check.  --sql assumes that the table is not partitioned.

        First create an index on local_cols, or each delete from referent reads all of source.

        Undone by op.drop_constraint(name, source, type_="foreignkey"), which takes ACCESS
        EXCLUSIVE on both tables for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
        """
        constraint, table = quoted(operations, name), quoted(operations, source, source_schema)
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
            add_foreign_key(operations, table, constraint, key)


def foreign_key_sql(
    operations: Operations,
    referent: str,
    local_cols: Sequence[str],
    remote_cols: Sequence[str],
    *,
    match: str | None,
    ondelete: str | None,
    onupdate: str | None,
    deferrable: bool | None,
    initially: str | None,
) -> str:
    """Return what follows a foreign key's name in ADD CONSTRAINT.

    referent  the table's name, quoted for SQL
    """
    key = (
        f"FOREIGN KEY ({listed(operations, local_cols)}) "
        f"REFERENCES {referent} ({listed(operations, remote_cols)})"
    )
    clauses = {"MATCH": match, "ON DELETE": ondelete, "ON UPDATE": onupdate}
    options = "".join(f" {keyword} {option}" for keyword, option in clauses.items() if option)
    return key + options + deferral_sql(deferrable, initially)


def add_foreign_key(operations: Operations, table: str, constraint: str, key: str) -> None:
    """Add a foreign key inside an autocommit block; the arguments are SQL."""
    if (major(operations) or 18) < 18 and is_partitioned(operations, table):
        for part in partitions(operations, table):
            if part.is_leaf:
                leaf = quoted(operations, part.name, part.schema)
                add_and_validate(operations, leaf, constraint, key)
        run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {key}")
    else:
        add_and_validate(operations, table, constraint, key)


def add_and_validate(operations: Operations, table: str, constraint: str, definition: str) -> None:
    """Add a constraint NOT VALID, which checks new rows, and then validate existing ones."""
    run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {definition} NOT VALID")
    run(operations, f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def deferral_sql(deferrable: bool | None, initially: str | None) -> str:
    """Return SQL for whether a constraint is checked at the end of the transaction."""
    text = ""
    if deferrable is not None:
        text = " DEFERRABLE" if deferrable else " NOT DEFERRABLE"
    return text + (f" INITIALLY {initially}" if initially else "")
