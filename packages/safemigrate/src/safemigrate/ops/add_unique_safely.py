"""Adds a unique constraint or a primary key; its index is built while others read and write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import deferral_sql
from safemigrate.ops.own_steps import own_steps
from safemigrate.ops.set_not_null_safely import not_null
from safemigrate.postgres.names import kept_whole, listed, quoted
from safemigrate.postgres.partitions import is_partitioned, partitions
from safemigrate.postgres.statements import run


@dataclass(frozen=True)
class KeyConstraint:
    """A unique constraint or a primary key.

    kind        UNIQUE or PRIMARY KEY
    index       what follows the table in CREATE UNIQUE INDEX
    definition  what follows the name in ADD CONSTRAINT
    timing      SQL for when it is checked; blank for immediately
    """

    kind: str
    index: str
    definition: str
    timing: str


@Operations.register_operation("add_unique_safely")
class AddUniqueSafely(MigrateOperation):
    """op.add_unique_safely."""

    @classmethod
    def add_unique_safely(
        cls,
        operations: Operations,
        name: str,
        table: str,
        columns: Sequence[str],
        *,
        include: Sequence[str] | None = None,
        nulls_not_distinct: bool = False,
        deferrable: bool | None = None,
        initially: str | None = None,
        schema: str | None = None,
    ) -> None:
        """Add a UNIQUE constraint from an index that is built while others read and write.

        name                  the full name of the constraint and its index: no naming convention
        include               columns stored in the index but not part of the constraint
        nulls_not_distinct    treat NULLs as equal (PostgreSQL 15 and later)
        deferrable, initially as in op.create_unique_constraint; initially is DEFERRED or IMMEDIATE

        Locks: SHARE UPDATE EXCLUSIVE while the index is built; then ACCESS EXCLUSIVE on the table
        for a moment.  A partitioned table gets it on each partition, and then on the table itself,
        with no index left to build.  Duplicate rows stop it; PostgreSQL's error shows the values.

        Undone by op.drop_constraint(name, table, type_="unique"): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
        """
        index = f"({listed(operations, columns)})"
        index += f" INCLUDE ({listed(operations, include)})" if include else ""
        nulls = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
        timing = deferral_sql(deferrable, initially)
        key = KeyConstraint("UNIQUE", f"{index}{nulls}", f"UNIQUE{nulls} {index}{timing}", timing)
        with own_steps(operations):
            _add_key(operations, key, name, table, schema)


@Operations.register_operation("add_primary_key_safely")
class AddPrimaryKeySafely(MigrateOperation):
    """op.add_primary_key_safely."""

    @classmethod
    def add_primary_key_safely(
        cls,
        operations: Operations,
        name: str,
        table: str,
        columns: Sequence[str],
        *,
        schema: str | None = None,
    ) -> None:
        """Add a primary key from an index that is built while others read and write.

        First its columns become NOT NULL, as by op.set_not_null_safely, because adding a primary
        key on nullable columns reads every row under its lock.

        Locks: those of op.set_not_null_safely and op.add_unique_safely.

        Undone by op.drop_constraint(name, table, type_="primary"): ACCESS EXCLUSIVE for a moment.
        The columns stay NOT NULL until op.alter_column(…, nullable=True).

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
        """
        with own_steps(operations):
            for column in columns:
                not_null(operations, table, column, schema)
            index = f"({listed(operations, columns)})"
            key = KeyConstraint("PRIMARY KEY", index, f"PRIMARY KEY {index}", "")
            _add_key(operations, key, name, table, schema)


def _add_key(
    operations: Operations, key: KeyConstraint, name: str, table: str, schema: str | None
) -> None:
    relation = quoted(operations, table, schema)
    if is_partitioned(operations, relation):
        for part in partitions(operations, relation):
            if part.is_leaf:
                own = kept_whole(f"{part.name}_{name}")
                _from_index(operations, key, own, part.name, part.schema)
        run(
            operations,
            f"ALTER TABLE {relation} ADD CONSTRAINT {quoted(operations, name)} {key.definition}",
        )
    else:
        _from_index(operations, key, name, table, schema)


def _from_index(
    operations: Operations, key: KeyConstraint, name: str, table: str, schema: str | None
) -> None:
    relation, index = quoted(operations, table, schema), quoted(operations, name)
    run(operations, f"CREATE UNIQUE INDEX CONCURRENTLY {index} ON {relation} {key.index}")
    run(
        operations,
        f"ALTER TABLE {relation} ADD CONSTRAINT {index} {key.kind} USING INDEX {index}{key.timing}",
    )
