"""An index is built, or dropped, while everybody reads and writes."""

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
        where    SQL that says which rows the index holds
        using    its method: gin, gist, brin …; btree where None
        include  columns that it carries without being sorted by them
        nulls_not_distinct  two rows without a value are equal, too (PostgreSQL 15)
        with_    storage parameters: {"fillfactor": 70}
        schema   of the table

        Locks: SHARE UPDATE EXCLUSIVE on the table, which stops neither reading nor writing, but
        the build waits for every transaction older than itself.  On a partitioned table the
        parent's index is made alone (SHARE for a moment on the parent, not on its partitions),
        each partition's is built as above, and then they are attached.  With --sql a table is
        taken for one that is not partitioned: PostgreSQL refuses the statement where it is.

        Undone by op.drop_index_concurrently.

        https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        """
        rest = _rest(operations, columns, using=using, include=include)
        rest += _options(nulls_not_distinct=nulls_not_distinct, with_=with_, where=where)
        kind = "UNIQUE INDEX" if unique else "INDEX"
        with own_steps(operations):
            if is_partitioned(operations, quoted(operations, table, schema)):
                on_partitions(operations, name, table, schema, kind, rest)
            else:
                run(
                    operations,
                    f"CREATE {kind} CONCURRENTLY {quoted(operations, name)} "
                    f"ON {quoted(operations, table, schema)} {rest}",
                )


@Operations.register_operation("drop_index_concurrently")
class DropIndexConcurrently(MigrateOperation):
    """op.drop_index_concurrently."""

    @classmethod
    def drop_index_concurrently(
        cls, operations: Operations, name: str, table: str, *, schema: str | None = None
    ) -> None:
        """Drop an index while others read and write.

        table   the index's own, which says whether it is partitioned
        schema  of the table, and so of its index

        Locks: SHARE UPDATE EXCLUSIVE on the table; it waits for transactions that may use the
        index.  The index of a partitioned table cannot be dropped concurrently: that takes ACCESS
        EXCLUSIVE on the table and all its partitions, for a moment.

        Undone by op.create_index_concurrently.

        https://www.postgresql.org/docs/current/sql-dropindex.html
        """
        with own_steps(operations):
            how = (
                ""
                if is_partitioned(operations, quoted(operations, table, schema))
                else "CONCURRENTLY "
            )
            run(operations, f"DROP INDEX {how}IF EXISTS {quoted(operations, name, schema)}")


def _rest(
    operations: Operations,
    columns: Sequence[Key],
    *,
    using: str | None,
    include: Sequence[str] | None,
) -> str:
    words = [f"USING {using}"] if using else []
    words.append(f"({listed(operations, columns)})")
    if include:
        words.append(f"INCLUDE ({listed(operations, include)})")
    return " ".join(words)


def _options(
    *, nulls_not_distinct: bool, with_: Mapping[str, object] | None, where: str | None
) -> str:
    """Return what follows the columns, in the order that PostgreSQL wants."""
    text = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
    if with_:
        text += f" WITH ({', '.join(f'{name} = {value}' for name, value in with_.items())})"
    return text + (f" WHERE {where}" if where else "")


def on_partitions(
    operations: Operations, name: str, table: str, schema: str | None, kind: str, rest: str
) -> None:
    """Build a partitioned table's index: the parent's alone, each partition's, then attached."""
    top = quoted(operations, table, schema)
    below = partitions(operations, top)
    run(operations, f"CREATE {kind} {quoted(operations, name)} ON ONLY {top} {rest}")
    for part in below:
        index, where = quoted(operations, index_of(name, part)), _place(operations, part)
        how = "CONCURRENTLY " if part.is_leaf else ""
        only = "" if part.is_leaf else "ONLY "
        run(operations, f"CREATE {kind} {how}{index} ON {only}{where} {rest}")
    names = {(part.schema, part.name): index_of(name, part) for part in below}
    for part in reversed(below):
        above = names.get((part.parent_schema, part.parent), name)
        run(
            operations,
            f"ALTER INDEX {quoted(operations, above, part.parent_schema)} ATTACH PARTITION "
            f"{quoted(operations, names[part.schema, part.name], part.schema)}",
        )


def _place(operations: Operations, part: Partition) -> str:
    return quoted(operations, part.name, part.schema)


def index_of(index: str, part: Partition) -> str:
    """Return the name of a partition's part of an index."""
    return kept_whole(f"{part.name}_{index}")
