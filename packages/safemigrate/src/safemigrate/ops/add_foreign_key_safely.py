"""A foreign key holds for new rows at once, and is then checked for old ones, nobody waiting."""

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
        """Add a foreign key that holds for new rows at once and for old rows when it is checked.

        name                  its full name: no naming convention is applied
        source, referent      the table that refers, and the one referred to
        ondelete, onupdate    CASCADE, SET NULL, SET DEFAULT, RESTRICT
        deferrable, initially as in op.create_foreign_key; initially is DEFERRED or IMMEDIATE

        Locks: SHARE ROW EXCLUSIVE on both tables for a moment (nobody writes), committed; then,
        while every row is checked, SHARE UPDATE EXCLUSIVE on the one and ROW SHARE on the other
        (everybody reads and writes).  Before PostgreSQL 18 a partitioned table gets its key on
        each partition in this way, and then on the whole, where nothing is left to check; with
        --sql a table is taken for one that is not partitioned.

        Index local_cols first, or each delete from the referent reads the whole source.

        Undone by op.drop_constraint(name, source, type_="foreignkey"), which takes ACCESS
        EXCLUSIVE on both tables for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
        """
        constraint, table = quoted(operations, name), quoted(operations, source, source_schema)
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
            add_foreign_key(operations, table, constraint, key)


def foreign_key_of(
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

    referent  as in SQL
    """
    key = (
        f"FOREIGN KEY ({listed(operations, local_cols)}) "
        f"REFERENCES {referent} ({listed(operations, remote_cols)})"
    )
    words = {"MATCH": match, "ON DELETE": ondelete, "ON UPDATE": onupdate}
    rules = "".join(f" {word} {rule}" for word, rule in words.items() if rule)
    return key + rules + checked_when(deferrable, initially)


def add_foreign_key(operations: Operations, table: str, constraint: str, key: str) -> None:
    """Add a foreign key, all written as in SQL, inside an autocommit block."""
    if (major(operations) or 18) < 18 and is_partitioned(operations, table):
        for part in partitions(operations, table):
            if part.is_leaf:
                leaf = quoted(operations, part.name, part.schema)
                not_valid_then_valid(operations, leaf, constraint, key)
        run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {key}")
    else:
        not_valid_then_valid(operations, table, constraint, key)


def not_valid_then_valid(
    operations: Operations, table: str, constraint: str, definition: str
) -> None:
    """Add a constraint for new rows, and then check the old ones."""
    run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {definition} NOT VALID")
    run(operations, f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def checked_when(deferrable: bool | None, initially: str | None) -> str:
    """Return whether a rule waits for the end of a transaction, as SQL says it."""
    text = ""
    if deferrable is not None:
        text = " DEFERRABLE" if deferrable else " NOT DEFERRABLE"
    return text + (f" INITIALLY {initially}" if initially else "")
