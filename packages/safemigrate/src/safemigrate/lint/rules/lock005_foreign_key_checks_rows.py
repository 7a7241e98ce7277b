"""A new foreign key blocks writes to both tables while it checks every row.

ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE on both tables during the check. Add
it NOT VALID (postgresql_not_valid=True), which checks new rows only. Then
validate it in a later transaction, while others write. This does both:

    op.add_foreign_key_safely(
        "fk_orders_user", "orders", "users", ["user_id"], ["id"]
    )

In plain Alembic, put VALIDATE CONSTRAINT into the next revision.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE_ROW_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint
from safemigrate.lint.wording import bare_name, joined, name_list, schema_arg

ID = "LOCK005"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        key = op.constraint
        if key.kind != "foreign" or not step.effects.checks_keys:
            continue  # NOT VALID and NOT ENFORCED check nothing
        if migration.is_new(step, op.table):
            continue  # no rows to check
        parent = str(key.referenced_table)
        tables = sorted({op.table, parent})
        name = key.name or f"fk_{bare_name(op.table)}_{bare_name(parent)}"
        yield Finding(
            ID,
            step.lines,
            f"ADD FOREIGN KEY {key.name or ''}".rstrip()
            + f" takes {SHARE_ROW_EXCLUSIVE} on {joined(tables)}: nobody can write to "
            f"{'either' if len(tables) == 2 else 'it'} while every row of {op.table} is checked.",
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.create_foreign_key("{name}", "{bare_name(op.table)}", "{bare_name(parent)}", '
            f"{name_list(key.columns)}, {name_list(key.referenced_columns or ('id',))}"
            f"{schema_arg(op.table, 'source_schema')}"
            f"{schema_arg(parent, 'referent_schema')}, "
            "postgresql_not_valid=True)\n"
            "# next revision\n"
            f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {name}")',
        )
