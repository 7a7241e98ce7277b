"""A unique rule or a primary key is added, its index built while everybody works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.add_foreign_key_safely import checked_when
from safemigrate.ops.own_steps import own_steps
from safemigrate.ops.set_not_null_safely import not_null
from safemigrate.postgres.names import kept_whole, listed, quoted
from safemigrate.postgres.partitions import is_partitioned, partitions
from safemigrate.postgres.statements import run


@dataclass(frozen=True)
class Rule:
    """A unique rule or a primary key.

    index       what follows the table in CREATE UNIQUE INDEX
    definition  what follows the name in ADD CONSTRAINT
    when        it is checked, where that is not at once
    """

    kind: str
    index: str
    definition: str
    when: str


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

        name                  of the constraint and of its index, in full: no naming convention
        include               columns that the index carries besides
        nulls_not_distinct    two rows without a value are equal, too (PostgreSQL 15)
        deferrable, initially as in op.create_unique_constraint; DEFERRED or IMMEDIATE

        Locks: SHARE UPDATE EXCLUSIVE while the index is built; then ACCESS EXCLUSIVE on the table
        for a moment.  A partitioned table gets it partition by partition, and then on the whole,
        where no index is left to build.  Rows that are equal stop it, and are named.

        Undone by op.drop_constraint(name, table, type_="unique"): ACCESS EXCLUSIVE for a moment.

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
        """
        index = f"({listed(operations, columns)})"
        index += f" INCLUDE ({listed(operations, include)})" if include else ""
        nulls = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
        when = checked_when(deferrable, initially)
        rule = Rule("UNIQUE", f"{index}{nulls}", f"UNIQUE{nulls} {index}{when}", when)
        with own_steps(operations):
            _add_key(operations, rule, name, table, schema)


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

        Its columns become NOT NULL first, as op.set_not_null_safely does it, because a primary
        key on columns that may hold NULL reads every row under its lock.

        Locks: as op.set_not_null_safely and op.add_unique_safely.

        Undone by op.drop_constraint(name, table, type_="primary"): ACCESS EXCLUSIVE for a moment.
        The columns stay NOT NULL until op.alter_column(…, nullable=True).

        https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
        """
        with own_steps(operations):
            for column in columns:
                not_null(operations, table, column, schema)
            index = f"({listed(operations, columns)})"
            rule = Rule("PRIMARY KEY", index, f"PRIMARY KEY {index}", "")
            _add_key(operations, rule, name, table, schema)


def _add_key(operations: Operations, rule: Rule, name: str, table: str, schema: str | None) -> None:
    where = quoted(operations, table, schema)
    if is_partitioned(operations, where):
        for part in partitions(operations, where):
            if part.is_leaf:
                own = kept_whole(f"{part.name}_{name}")
                _from_index(operations, rule, own, part.name, part.schema)
        run(
            operations,
            f"ALTER TABLE {where} ADD CONSTRAINT {quoted(operations, name)} {rule.definition}",
        )
    else:
        _from_index(operations, rule, name, table, schema)


def _from_index(
    operations: Operations, rule: Rule, name: str, table: str, schema: str | None
) -> None:
    where, key = quoted(operations, table, schema), quoted(operations, name)
    run(operations, f"CREATE UNIQUE INDEX CONCURRENTLY {key} ON {where} {rule.index}")
    run(
        operations,
        f"ALTER TABLE {where} ADD CONSTRAINT {key} {rule.kind} USING INDEX {key}{rule.when}",
    )
