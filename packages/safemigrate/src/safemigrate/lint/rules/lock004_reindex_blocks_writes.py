"""REINDEX keeps everybody from writing, and readers off the index, while it is built anew.

REINDEX CONCURRENTLY (since PostgreSQL 12) builds the new index beside the old
one and swaps them at the end. It works outside of a transaction only, and
leaves an index ending in `_ccnew` behind where it fails: drop that one.

    def upgrade():
        with op.get_context().autocommit_block():
            op.execute("REINDEX INDEX CONCURRENTLY ix_orders_user_id")

https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import Reindex
from safemigrate.lint.wording import alone, takes

ID = "LOCK004"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(Reindex):
        if op.concurrently or op.what == "system":
            continue  # a system catalogue has no other way
        table = step.before.table_of_index(op.name) if op.what == "index" else op.name
        if table and migration.is_new(step, table):
            continue  # nobody uses the table yet
        if op.what in {"index", "table"}:
            where = takes(SHARE, table or "its table")
        else:
            where = f"takes SHARE on each table of {op.name} in turn: nobody can write to it"
        yield Finding(
            ID,
            step.lines,
            f"REINDEX {op.what.upper()} {op.name} {where}, nor read by the index, until it is "
            "built.",
            "rebuild it concurrently, in a revision of its own:\n"
            + alone(f'op.execute("REINDEX {op.what.upper()} CONCURRENTLY {op.name}")'),
        )
