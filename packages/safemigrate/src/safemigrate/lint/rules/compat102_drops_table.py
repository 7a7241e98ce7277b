"""Dropping a table or view breaks running code.

First deploy code that no longer maps the table. Then drop it:

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
    created = {op.name for _, op in migration.each(CreateView)}
    created |= {op.table for _, op in migration.each(CreateTable)}
    for step in migration.steps:
        match step.operation:
            case DropTable(table=name):
                in_use = not migration.is_new(step, name)
            case DropObject(kind=kind, name=name) if kind.endswith("view"):
                in_use = True
            case _:
                continue
        if not in_use or name in created:
            continue  # no released code uses it, or this revision creates it again
        yield Finding(
            ID,
            step.lines,
            f"Running code still queries {name}, and fails once it is dropped.",
            'first deploy code that no longer uses it, then set in this file:\nphase = "contract"',
        )
