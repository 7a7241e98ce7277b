"""A new EXCLUDE constraint blocks all access while its index is built.

ADD EXCLUDE takes ACCESS EXCLUSIVE, which blocks even SELECT. PostgreSQL cannot
build its index concurrently or add it NOT VALID.

Add it in a maintenance window (`db upgrade --window`), or create a new table
with the constraint, copy the rows in batches and swap the names. If the table
is small, say so:

    # migrate: allow LOCK009: room_booking has 400 rows
    op.create_exclude_constraint(…)

https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint
from safemigrate.lint.wording import lock_effect

ID = "LOCK009"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        if op.constraint.kind != "exclude":
            continue
        if migration.is_new(step, op.table):
            continue  # no rows to index
        yield Finding(
            ID,
            step.lines,
            f"ADD EXCLUDE {op.constraint.name or ''}".rstrip()
            + f" {lock_effect(ACCESS_EXCLUSIVE, op.table)} while its index is built.",
            "PostgreSQL has no safe form: run it in a maintenance window, or create a new table "
            "with the constraint and copy the rows there.",
        )
