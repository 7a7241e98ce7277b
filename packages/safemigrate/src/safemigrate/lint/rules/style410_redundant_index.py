"""An index whose columns are the first columns of another index is redundant.

Every write pays for both. Unique constraints and primary keys have an index,
too.

    # ix_orders_user_placed on (user_id, placed) serves user_id as well
    op.drop_index("ix_orders_user_id")

The rule ignores partial and expression indexes, and other methods than b-tree.

https://www.postgresql.org/docs/current/indexes-multicolumn.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateIndex

ID = "STYLE410"


def check(migration: Migration) -> Iterator[Finding]:
    created = {op.name for _, op in migration.each(CreateIndex)}
    for step, op in migration.each(CreateIndex):
        if op.where or op.method != "btree" or None in op.columns:
            continue  # serves other queries
        after = migration.after.table(op.table)
        if op.name not in after.indexes:
            continue  # dropped again, or turned into a constraint
        for name, columns in after.index_keys():
            covers = columns[: len(op.columns)] == op.columns and name != op.name
            if not covers or op.unique or (op.included_columns and columns == op.columns):
                continue  # a unique index is also a constraint
            if (
                columns == op.columns
                and name in created
                and name not in step.before.table(op.table).indexes
            ):
                continue  # reported at the later of two equal indexes
            yield Finding(
                ID,
                step.lines,
                f"{name} on {op.table} begins with the same columns, so {op.name} serves no query "
                "that it does not.",
                f"remove {op.name}.",
            )
            break
