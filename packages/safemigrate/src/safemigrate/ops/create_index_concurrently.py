"""Builds or drops an index while others read and write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import Key, kept_whole, listed, quoted
from safemigrate.postgres.partitions import Partition, is_partitioned, partitions
from safemigrate.postgres.statements import run


@Operations.register_operation("create_index_concurrently")
class CreateIndexConcurrently(MigrateOperation):
    """op.create_index_concurrently."""

    @classmethod
    def create_index_concurrently(
        cls,
        operations: Operations,
        name: str,
        table: str,
        columns: Sequence[Key],
        *,
        unique: bool = False,
        where: str | None = None,
        using: str | None = None,
        include: Sequence[str] | None = None,
        nulls_not_distinct: bool = False,
        with_: Mapping[str, object] | None = None,
        schema: str | None = None,
    ) -> None:
        """Build an index while others read and write.

        columns  names, or sa.text("lower(name)"), sa.text("name text_pattern_ops")
        unique   whether to build a unique index
        where    SQL condition of the rows in the index: a partial index
        using    the index method: gin, gist, brin …; None means btree
        include  columns stored in the index but not part of its key
        nulls_not_distinct  treat NULLs as equal (PostgreSQL 15 and later)
        with_    storage parameters: {"fillfactor": 70}
        schema   the table's schema

        Locks: SHARE UPDATE EXCLUSIVE on the table: others read and write, but the build waits for
        every older transaction to end.  On a partitioned table, the parent's index is created
        first (SHARE on the parent for a moment, not on its partitions); then each partition's
        index is built as above and attached.  --sql assumes that the table is not partitioned:
        PostgreSQL rejects the statement if it is.

        Undone by op.drop_index_concurrently.

        https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        """
        definition = _columns_sql(operations, columns, using=using, include=include)
        definition += _options_sql(nulls_not_distinct=nulls_not_distinct, with_=with_, where=where)
        kind = "UNIQUE INDEX" if unique else "INDEX"
        with own_steps(operations):
            if is_partitioned(operations, quoted(operations, table, schema)):
                on_partitions(operations, name, table, schema, kind, definition)
            else:
                run(
                    operations,
                    f"CREATE {kind} CONCURRENTLY {quoted(operations, name)} "
                    f"ON {quoted(operations, table, schema)} {definition}",
                )


@Operations.register_operation("drop_index_concurrently")
class DropIndexConcurrently(MigrateOperation):
    """op.drop_index_concurrently."""

    @classmethod
    def drop_index_concurrently(
        cls, operations: Operations, name: str, table: str, *, schema: str | None = None
    ) -> None:
        """Drop an index while others read and write.

        table   the index's table, to look up whether it is partitioned
        schema  the schema of the table and its index

        Locks: SHARE UPDATE EXCLUSIVE on the table; it waits for transactions that may use the
        index.  PostgreSQL cannot drop the index of a partitioned table concurrently: that takes
        ACCESS EXCLUSIVE on the table and all its partitions, for a moment.

        Undone by op.create_index_concurrently.

        https://www.postgresql.org/docs/current/sql-dropindex.html
        """
        with own_steps(operations):
            relation, index = quoted(operations, table, schema), quoted(operations, name, schema)
            concurrently = "" if is_partitioned(operations, relation) else "CONCURRENTLY "
            run(operations, f"DROP INDEX {concurrently}IF EXISTS {index}")


def _columns_sql(
    operations: Operations,
    columns: Sequence[Key],
    *,
    using: str | None,
    include: Sequence[str] | None,
) -> str:
    clauses = [f"USING {using}"] if using else []
    clauses.append(f"({listed(operations, columns)})")
    if include:
        clauses.append(f"INCLUDE ({listed(operations, include)})")
    return " ".join(clauses)


def _options_sql(
    *, nulls_not_distinct: bool, with_: Mapping[str, object] | None, where: str | None
) -> str:
    """Return what follows the columns, in the order that PostgreSQL requires."""
    text = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
    if with_:
        text += f" WITH ({', '.join(f'{name} = {value}' for name, value in with_.items())})"
    return text + (f" WHERE {where}" if where else "")


def on_partitions(
    operations: Operations, name: str, table: str, schema: str | None, kind: str, definition: str
) -> None:
    """Build a partitioned table's index: on the parent only, on each partition, then attach."""
    parent = quoted(operations, table, schema)
    parts = partitions(operations, parent)
    run(operations, f"CREATE {kind} {quoted(operations, name)} ON ONLY {parent} {definition}")
    for part in parts:
        index = quoted(operations, part_index(name, part))
        relation = quoted(operations, part.name, part.schema)
        concurrently = "CONCURRENTLY " if part.is_leaf else ""
        only = "" if part.is_leaf else "ONLY "
        run(operations, f"CREATE {kind} {concurrently}{index} ON {only}{relation} {definition}")
    names = {(part.schema, part.name): part_index(name, part) for part in parts}
    for part in reversed(parts):
        parent_index = names.get((part.parent_schema, part.parent), name)
        run(
            operations,
            f"ALTER INDEX {quoted(operations, parent_index, part.parent_schema)} ATTACH PARTITION "
            f"{quoted(operations, names[part.schema, part.name], part.schema)}",
        )


def part_index(index: str, part: Partition) -> str:
    """Return the name of an index's part on one partition."""
    return kept_whole(f"{part.name}_{index}")
