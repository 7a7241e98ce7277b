"""REFRESH MATERIALIZED VIEW blocks all reads of the view.

It holds ACCESS EXCLUSIVE on the view while its query runs. CONCURRENTLY changes
only the rows that differ, while others read. It needs a unique index over all
rows:

    op.execute("CREATE UNIQUE INDEX ON daily_total (day)")
    # then, and for every later refresh
    op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY daily_total")

https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateView, RefreshView
from safemigrate.lint.wording import lock_effect

ID = "LOCK022"


def check(migration: Migration) -> Iterator[Finding]:
    created = {op.name for _, op in migration.each(CreateView)}
    for step, op in migration.each(RefreshView):
        if op.concurrently:
            continue  # others can read
        if op.name in created:
            continue  # nobody reads it yet
        yield Finding(
            ID,
            step.lines,
            f"REFRESH MATERIALIZED VIEW {lock_effect(ACCESS_EXCLUSIVE, op.name)} while its query "
            "runs.",
            "refresh it concurrently, which needs a unique index:\n"
            f'op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY {op.name}")',
        )
