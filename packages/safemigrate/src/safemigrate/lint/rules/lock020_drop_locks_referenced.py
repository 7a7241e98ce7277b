"""Dropping a table or column with a foreign key locks the table that it refers to.

DROP TABLE and DROP COLUMN drop the foreign keys, too, and that takes ACCESS
EXCLUSIVE on the other table, which the statement does not even mention: every
query on it waits, and a deadlock is near.

Drop the foreign key first, in a revision of its own, where it is seen and
retried alone:

    # 0041
    def upgrade():
        op.drop_constraint("fk_visit_user", "visit")

    # 0042
    def upgrade():
        op.drop_table("visit")

https://www.postgresql.org/docs/current/sql-droptable.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE, parents
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropColumn, DropTable
from safemigrate.lint.wording import bare, schema_of, takes

ID = "LOCK020"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case DropTable(table=table):
                what, referring = f"DROP TABLE {table}", parents(step.before.table(table))
            case DropColumn(table=table, column=column):
                what = f"DROP COLUMN {table}.{column}"
                referring = parents(step.before.table(table), column)
            case _:
                continue
        known = step.before.table(table)
        dropped = {s.operation.table for s in migration.steps if isinstance(s.operation, DropTable)}
        for parent in dict.fromkeys(referring):
            if parent == table or parent in dropped:
                continue  # locked by its own drop anyway
            if migration.is_new(step, parent) or migration.is_new(step, table):
                continue  # nobody uses it yet
            keys = [name for name, key in known.constraints.items() if key.references == parent]
            yield Finding(
                ID,
                step.lines,
                f"{what} {takes(ACCESS_EXCLUSIVE, parent)}, too, because {keys[0]} refers to it.",
                "drop the foreign key first, in a revision of its own:\n"
                f'op.drop_constraint("{keys[0]}", "{bare(table)}"{schema_of(table)})',
            )
