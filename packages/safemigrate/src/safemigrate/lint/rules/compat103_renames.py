"""Renaming breaks either the old code or the new code.

Both run during a rollout. This applies to tables, columns, views, schemas,
types and enum values. Code does not name constraints and indexes, so rename
those freely.

`db migrate --rename` renames a column online (docs/how-to/online-changes.md),
in four revisions; after the third, programs can use either name:

    op.rename_column_online("person", "name", "full_name")  # expand
    op.fill_online("person", "name")  # backfill
    op.build_online("person", "name")  # expand
    op.finish_online("person", "name")  # contract

For a table, create a view with the old name in the same revision:

    op.rename_table("person", "people")
    op.execute("CREATE VIEW person AS SELECT * FROM people")

If no running code uses the name, declare phase = "contract".

https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateView, Rename
from safemigrate.lint.wording import bare_name, schema_arg

ID = "COMPAT103"

_USED_BY_CODE = {"table", "column", "view", "schema", "type", "enum value", "attribute"}


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase == "contract":
        return  # its author says that no running code uses the old name
    views = {op.name for _, op in migration.each(CreateView)}
    for step, op in migration.each(Rename):
        if op.kind not in _USED_BY_CODE:
            continue  # code does not name constraints and indexes
        if op.kind in {"table", "view"} and op.old in views:
            continue  # a view keeps the old name
        if migration.is_new(step, op.table):
            continue  # no released code uses it
        if op.kind == "column" and migration.is_new_column(step, op.table, op.old):
            continue  # no released code uses it
        prefix = f"{op.table}." if op.kind in {"column", "enum value"} else ""
        yield Finding(
            ID,
            step.lines,
            f"Running code still uses the {op.kind} {prefix}{op.old}, and fails once it is renamed "
            f"to {op.new}.",
            _help(op),
        )


def _help(op: Rename) -> str:
    if op.kind == "table":
        return (
            "keep a view with the old name until no running code uses it:\n"
            'op.execute("CREATE VIEW old_name AS SELECT * FROM new_name")'
        )
    if op.kind == "column":
        arguments = f'"{bare_name(op.table)}", "{op.old}"'
        schema = schema_arg(op.table)
        return (
            "rename it online, with one revision per step (`db migrate --rename` writes them):\n"
            f'op.rename_column_online({arguments}, "{op.new}"{schema})\n'
            f"op.fill_online({arguments}{schema})\n"
            f"op.build_online({arguments}{schema})\n"
            f"op.finish_online({arguments}{schema})"
        )
    return "create the new one, deploy code that uses it, and drop this one later."
