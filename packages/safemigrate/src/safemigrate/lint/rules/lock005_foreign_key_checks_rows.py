"""A new foreign key keeps everybody from writing to both tables while each row is looked up.

ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE on the table and on the one that it
refers to, and holds both while it checks the rows that are there.

Add it NOT VALID, which checks new rows only and takes a moment, and validate
it in the next revision, which reads the table while others write:

    def upgrade():
        op.create_foreign_key(
            "fk_orders_user", "orders", "users", ["user_id"], ["id"],
            postgresql_not_valid=True,
        )

    # the next revision
    def upgrade():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_user")

Both in one revision would hold the first lock through the check.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import SHARE_ROW_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint
from safemigrate.lint.wording import bare, listed, names, schema_of

ID = "LOCK005"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        key = op.constraint
        if key.kind != "foreign" or not step.effects.checks_keys:
            continue  # NOT VALID and NOT ENFORCED check nothing
        if migration.is_new(step, op.table):
            continue  # no rows to check
        both = sorted({op.table, str(key.references)})
        name = key.name or f"fk_{bare(op.table)}_{bare(str(key.references))}"
        yield Finding(
            ID,
            step.lines,
            f"ADD FOREIGN KEY {key.name or ''}".rstrip()
            + f" takes {SHARE_ROW_EXCLUSIVE} on {listed(both)}: nobody can write to "
            f"{'either' if len(both) == 2 else 'it'} while every row of {op.table} is checked.",
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.create_foreign_key("{name}", "{bare(op.table)}", "{bare(str(key.references))}", '
            f"{names(key.columns)}, {names(key.referenced or ('id',))}"
            f"{schema_of(op.table, 'source_schema')}"
            f"{schema_of(str(key.references), 'referent_schema')}, "
            "postgresql_not_valid=True)\n"
            "# next revision\n"
            f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {name}")',
        )
