"""An index on more than three columns slows every write, and rarely helps.

A b-tree helps queries that filter on its first columns. Put columns that
queries only read into INCLUDE:

    op.create_index(
        "ix_orders_user_placed", "orders", ["user_id", "placed"],
        postgresql_include=["total", "state"],
    )

The rule allows unique indexes, which need all their columns.

https://www.postgresql.org/docs/current/indexes-multicolumn.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateIndex

ID = "STYLE408"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateIndex):
        if op.unique or op.method != "btree" or len(op.columns) <= 3:
            continue  # a constraint, another kind of index, or a usual one
        first = ", ".join(column or "…" for column in op.columns[:2])
        yield Finding(
            ID,
            step.lines,
            f"{op.name} on {op.table} has {len(op.columns)} columns: queries that do not "
            "filter on its first ones cannot use it, and every write pays for all.",
            f"index the first ones ({first}), and put columns that are only read in INCLUDE.",
        )
