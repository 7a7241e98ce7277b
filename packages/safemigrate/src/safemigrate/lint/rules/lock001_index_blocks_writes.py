"""CREATE INDEX blocks writes to the table while it indexes every row.

Its SHARE lock lasts until the transaction ends: with ten million rows, seconds
to minutes without an INSERT, UPDATE or DELETE. In a revision of its own:

    op.create_index_concurrently("ix_orders_user_id", "orders", ["user_id"])

It drops the invalid index of a failed attempt first, and indexes partition by
partition, because a partitioned table refuses CONCURRENTLY. In plain Alembic:

    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_user_id")
        op.create_index(
            "ix_orders_user_id", "orders", ["user_id"],
            postgresql_concurrently=True,
        )

https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import CreateIndex
from safemigrate.lint.wording import (
    autocommit_block,
    bare_name,
    literal,
    lock_effect,
    name_list,
    schema_arg,
)

ID = "LOCK001"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateIndex):
        if op.concurrently or op.only:
            continue  # builds while others write; ON ONLY builds nothing
        if migration.is_new(step, op.table):
            continue  # no rows yet
        yield Finding(
            ID,
            step.lines,
            f"CREATE INDEX {op.name or ''}".rstrip()
            + f" {lock_effect(SHARE, op.table)} while every row is indexed.",
            _help(step, op),
        )


def _help(step: Step, op: CreateIndex) -> str:
    name = op.name or "_".join(["ix", bare_name(op.table), *(word or "x" for word in op.columns)])
    if step.before.table(op.table).partitioned:
        return (
            "a partitioned table does not accept CONCURRENTLY: index the parent alone, index each "
            "partition concurrently, then attach them:\n"
            f'op.execute("CREATE INDEX {name} ON ONLY {op.table} (…)")\n'
            f'op.execute("CREATE INDEX CONCURRENTLY {name}_1 ON partition_1 (…)")\n'
            f'op.execute("ALTER INDEX {name} ATTACH PARTITION {name}_1")'
        )
    index = f'"{name}", "{bare_name(op.table)}", {name_list(op.columns)}'
    unique = ", unique=True" if op.unique else ""
    where = f", postgresql_where=sa.text({literal(op.where)})" if op.where else ""
    method = f', postgresql_using="{op.method}"' if op.method != "btree" else ""
    return "build it concurrently, in a revision of its own:\n" + autocommit_block(
        f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {name}")',
        f"op.create_index({index}{unique}{where}{method}{schema_arg(op.table)}, "
        "postgresql_concurrently=True)",
    )
