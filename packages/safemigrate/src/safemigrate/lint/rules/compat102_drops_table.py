"""A dropped table or view breaks the code that is still running.

While a new version is rolled out, the old one goes on and queries what it
knows. Deploy code that no longer maps the table first. Then drop it, in a
revision that says so:

    phase = "contract"

    def upgrade():
        op.drop_table("fax")

https://www.postgresql.org/docs/current/sql-droptable.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateTable, CreateView, DropObject, DropTable

ID = "COMPAT102"


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase == "contract":
        return  # its author says that no running code uses what it drops
    made = {op.name for _, op in migration.each(CreateView)}
    made |= {op.table for _, op in migration.each(CreateTable)}
    for step in migration.steps:
        match step.operation:
            case DropTable(table=name):
                known = not migration.is_new(step, name)
            case DropObject(what=what, name=name) if what.endswith("view"):
                known = True
            case _:
                continue
        if not known or name in made:
            continue  # no released code knows it, or it is made anew
        yield Finding(
            ID,
            step.lines,
            f"Code that is still running queries {name}, and fails when it is gone.",
            'deploy code that no longer uses it first, then say in this file:\nphase = "contract"',
        )
