"""A new name breaks the code that still uses the old one, and the old name breaks the new code.

Whatever moment the rename runs at, one of the two versions that are running
fails. That holds for tables, columns, views, schemas, types and the values of
an enumeration; constraints and indexes may be renamed, because code does not
name them.

A column is renamed online (docs/how-to/online-changes.md), in four revisions;
after the third, programs use either name. `db migrate --rename` writes them:

    op.rename_column_online("person", "name", "full_name")  # expand
    op.fill_online("person", "name")  # backfill
    op.build_online("person", "name")  # expand
    op.finish_online("person", "name")  # contract

For a table, a view with the old name stands in for it, in the same revision:

    op.rename_table("person", "people")
    op.execute("CREATE VIEW person AS SELECT * FROM people")

Where no running code uses the name, say in the file: phase = "contract".

https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateView, Rename
from safemigrate.lint.wording import bare, schema_of

ID = "COMPAT103"

_SEEN_BY_CODE = {"table", "column", "view", "schema", "type", "enum value", "attribute"}


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase == "contract":
        return  # its author says that no running code uses the old name
    stand_ins = {op.name for _, op in migration.each(CreateView)}
    for step, op in migration.each(Rename):
        if op.what not in _SEEN_BY_CODE:
            continue  # code does not name constraints and indexes
        if op.what in {"table", "view"} and op.old in stand_ins:
            continue  # a view with the old name stands in
        if migration.is_new(step, op.table):
            continue  # no released code knows it
        if op.what == "column" and migration.is_new_column(step, op.table, op.old):
            continue  # no released code knows it
        dotted = f"{op.table}." if op.what in {"column", "enum value"} else ""
        yield Finding(
            ID,
            step.lines,
            f"Code that is still running uses the {op.what} {dotted}{op.old}, and fails when it "
            f"is {op.new}.",
            _help(op),
        )


def _help(op: Rename) -> str:
    if op.what == "table":
        return (
            "leave a view with the old name until no running code uses it:\n"
            'op.execute("CREATE VIEW old_name AS SELECT * FROM new_name")'
        )
    if op.what == "column":
        place = f'"{bare(op.table)}", "{op.old}"'
        schema = schema_of(op.table)
        return (
            "rename it online, each step a revision of its own (`db migrate --rename` writes "
            "them):\n"
            f'op.rename_column_online({place}, "{op.new}"{schema})\n'
            f"op.fill_online({place}{schema})\n"
            f"op.build_online({place}{schema})\n"
            f"op.finish_online({place}{schema})"
        )
    return "make the new one beside it, deploy code that uses that, and drop this one later."
