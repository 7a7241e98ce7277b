"""One UPDATE or DELETE of many rows keeps all of them locked until it finishes.

Whoever changes one of these rows waits, the table grows by a dead copy of each,
and a failure undoes everything. Change a few thousand rows at a time, each
batch in its own transaction (op.backfill does it on large tables):

    with op.get_context().autocommit_block():
        while op.get_bind().execute(sa.text(
            "UPDATE users SET active = true WHERE id IN ("
            " SELECT id FROM users WHERE active IS NULL LIMIT 5000)"
        )).rowcount:
            pass

The rule allows keys compared with constants (id = 5, id BETWEEN 1 AND 1000),
keys from a query with LIMIT, and new tables. If the table is small, say so:

    # migrate: allow DATA201: there are 12 kinds
    op.execute("UPDATE kind SET label = upper(label)")

https://www.postgresql.org/docs/current/sql-update.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import ChangeRows
from safemigrate.lint.slow import is_large

ID = "DATA201"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ChangeRows):
        if op.verb not in {"UPDATE", "DELETE", "MERGE"} or not is_large(step):
            continue  # few rows, or new ones that nobody waits for
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"This {op.verb} locks every row of {op.table} that it changes until it finishes: "
            "everyone else who writes one of them waits.",
            "change a few thousand rows at a time, each batch in its own transaction:\n"
            "with op.get_context().autocommit_block():\n"
            f'    batch = "{op.verb} … WHERE id IN (SELECT … LIMIT 5000)"\n'
            "    while op.get_bind().execute(sa.text(batch)).rowcount:\n"
            "        pass",
        )
