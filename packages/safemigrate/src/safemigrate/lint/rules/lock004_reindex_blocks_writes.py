"""REINDEX blocks writes, and reads that use the index.

REINDEX CONCURRENTLY builds a new index and then swaps it with the old one. If
it fails, drop the index it leaves, whose name ends in `_ccnew`.

    with op.get_context().autocommit_block():
        op.execute("REINDEX INDEX CONCURRENTLY ix_orders_user_id")

https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import Reindex
from safemigrate.lint.wording import autocommit_block, lock_effect

ID = "LOCK004"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(Reindex):
        if op.concurrently or op.kind == "system":
            continue  # a system catalog has no other way
        table = step.before.table_of_index(op.name) if op.kind == "index" else op.name
        if table and migration.is_new(step, table):
            continue  # nobody uses the table yet
        if op.kind in {"index", "table"}:
            effect = lock_effect(SHARE, table or "its table")
        else:
            effect = f"takes SHARE on each table of {op.name} in turn: nobody can write to it"
        yield Finding(
            ID,
            step.lines,
            f"REINDEX {op.kind.upper()} {op.name} {effect}, or use the index, until it is rebuilt.",
            "rebuild it concurrently, in a revision of its own:\n"
            + autocommit_block(f'op.execute("REINDEX {op.kind.upper()} CONCURRENTLY {op.name}")'),
        )
