"""CREATE INDEX keeps everybody from writing to the table while every row is indexed.

It takes a SHARE lock, which is held until the transaction ends. On a table
with ten million rows that is seconds to minutes without a single INSERT,
UPDATE or DELETE.

Build the index CONCURRENTLY, outside of a transaction and in a revision of its
own. A build that failed leaves an index that is marked as not valid, so drop
what may be left of it first:

    def upgrade():
        with op.get_context().autocommit_block():
            op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_user_id")
            op.create_index(
                "ix_orders_user_id", "orders", ["user_id"],
                postgresql_concurrently=True,
            )

A partitioned table refuses CONCURRENTLY: create the index with ON ONLY the
parent, build one concurrently on each partition, and attach each of them with
ALTER INDEX … ATTACH PARTITION.

https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import CreateIndex
from safemigrate.lint.wording import alone, bare, names, schema_of, string, takes

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
            + f" {takes(SHARE, op.table)} while every row is indexed.",
            _help(step, op),
        )


def _help(step: Step, op: CreateIndex) -> str:
    name = op.name or "_".join(["ix", bare(op.table), *(word or "x" for word in op.columns)])
    if step.before.table(op.table).partitioned:
        return (
            "a partitioned table takes no CONCURRENTLY: index the parent alone, each partition "
            "concurrently, then attach:\n"
            f'op.execute("CREATE INDEX {name} ON ONLY {op.table} (…)")\n'
            f'op.execute("CREATE INDEX CONCURRENTLY {name}_1 ON partition_1 (…)")\n'
            f'op.execute("ALTER INDEX {name} ATTACH PARTITION {name}_1")'
        )
    unique = ", unique=True" if op.unique else ""
    where = f", postgresql_where=sa.text({string(op.where)})" if op.where else ""
    method = f', postgresql_using="{op.method}"' if op.method != "btree" else ""
    return "build it concurrently, in a revision of its own:\n" + alone(
        f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {name}")',
        f'op.create_index("{name}", "{bare(op.table)}", {names(op.columns)}{unique}{where}{method}'
        f"{schema_of(op.table)}, postgresql_concurrently=True)",
    )
