"""Dropping a table or column with a foreign key also locks the referenced table.

Dropping its foreign key takes ACCESS EXCLUSIVE on a table that the statement
does not mention: every query there waits, and deadlocks are likely. Drop the
foreign key first, in a revision that you can retry alone:

    # 0041
    op.drop_constraint("fk_visit_user", "visit")

    # 0042
    op.drop_table("visit")

https://www.postgresql.org/docs/current/sql-droptable.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE, referenced_tables
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropColumn, DropTable
from safemigrate.lint.wording import bare_name, lock_effect, schema_arg

ID = "LOCK020"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case DropTable(table=table):
                statement = f"DROP TABLE {table}"
                parents = referenced_tables(step.before.table(table))
            case DropColumn(table=table, column=column):
                statement = f"DROP COLUMN {table}.{column}"
                parents = referenced_tables(step.before.table(table), column)
            case _:
                continue
        constraints = step.before.table(table).constraints
        dropped = {s.operation.table for s in migration.steps if isinstance(s.operation, DropTable)}
        for parent in dict.fromkeys(parents):
            if parent == table or parent in dropped:
                continue  # its own drop locks it anyway
            if migration.is_new(step, parent) or migration.is_new(step, table):
                continue  # nobody uses it yet
            keys = [name for name, key in constraints.items() if key.referenced_table == parent]
            yield Finding(
                ID,
                step.lines,
                f"{statement} also {lock_effect(ACCESS_EXCLUSIVE, parent)}, because {keys[0]} "
                "references it.",
                "first drop the foreign key, in a revision of its own:\n"
                f'op.drop_constraint("{keys[0]}", "{bare_name(table)}"{schema_arg(table)})',
            )
