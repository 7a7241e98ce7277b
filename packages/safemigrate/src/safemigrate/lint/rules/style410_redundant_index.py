"""An index whose columns begin another index does nothing that the other does not.

Every write pays for both. A unique constraint or a primary key has an index,
too.

    # ix_orders_user_placed on (user_id, placed) serves user_id as well
    op.drop_index("ix_orders_user_id")

A partial index, one on an expression and one of another kind than b-tree serve
other queries; the rule does not compare them.

https://www.postgresql.org/docs/current/indexes-multicolumn.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateIndex

ID = "STYLE410"


def check(migration: Migration) -> Iterator[Finding]:
    made = {op.name for _, op in migration.each(CreateIndex)}
    for step, op in migration.each(CreateIndex):
        if op.where or op.method != "btree" or None in op.columns:
            continue  # serves other queries than the plain ones
        known = migration.after.table(op.table)
        if op.name not in known.indexes:
            continue  # dropped again, or made a constraint
        for name, columns in known.index_keys():
            longer = columns[: len(op.columns)] == op.columns and name != op.name
            if not longer or op.unique or (op.included and columns == op.columns):
                continue  # a unique index is a rule of its own
            if (
                columns == op.columns
                and name in made
                and name not in step.before.table(op.table).indexes
            ):
                continue  # told at the later of two equals
            yield Finding(
                ID,
                step.lines,
                f"{name} on {op.table} begins with the same columns, so {op.name} serves no query "
                "that it does not.",
                f"leave {op.name} out.",
            )
            break
