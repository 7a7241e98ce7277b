"""CASCADE drops, or empties, what the statement does not name.

DROP … CASCADE takes views, foreign keys and whole tables along, and TRUNCATE …
CASCADE empties every table that refers to this one, and every table that
refers to those. What goes depends on what is there on the day, not on what was
there when the revision was written.

Name each thing:

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
            also = _referring(step, operation.table)
            message = f"TRUNCATE {table} CASCADE empties {also} as well."
        else:
            what = "index" if isinstance(operation, DropIndex) else "object"
            name = table or getattr(operation, "name", what)
            message = f"CASCADE drops whatever depends on {name}, too, without naming it."
        yield Finding(ID, step.lines, message, "leave CASCADE out, and name what else shall go.")


def _referring(step: Step, table: str) -> str:
    known = step.before.referencing(table)
    return ", ".join(known) if known else "every table that refers to it"
