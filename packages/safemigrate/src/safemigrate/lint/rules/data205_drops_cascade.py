"""CASCADE drops or empties objects that the statement does not name.

DROP … CASCADE also drops dependent views, foreign keys and tables. TRUNCATE …
CASCADE empties every table that references this one, directly or not. Which
ones depends on the database on the day it runs. Name each object:

    op.execute("DROP VIEW daily_total")
    op.drop_constraint("fk_visit_user", "visit")
    op.drop_table("users")

https://www.postgresql.org/docs/current/ddl-depend.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import CreateTable, DropIndex, Truncate

ID = "DATA205"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        operation = step.operation
        if not getattr(operation, "cascade", False) or isinstance(operation, CreateTable):
            continue
        table = getattr(operation, "table", None)
        if table and migration.is_new(step, table):
            continue  # nothing of value depends on it yet
        if isinstance(operation, Truncate):
            others = _referencing(step, operation.table)
            message = f"TRUNCATE {table} CASCADE also empties {others}."
        else:
            kind = "index" if isinstance(operation, DropIndex) else "object"
            name = table or getattr(operation, "name", kind)
            message = f"CASCADE also drops everything that depends on {name}, without naming it."
        yield Finding(
            ID, step.lines, message, "remove CASCADE, and name each other object to drop or empty."
        )


def _referencing(step: Step, table: str) -> str:
    tables = step.before.referencing(table)
    return ", ".join(tables) if tables else "every table that references it"
