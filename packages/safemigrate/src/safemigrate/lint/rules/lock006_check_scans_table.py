"""A new CHECK keeps everybody from the table while every row is checked.

ADD CHECK takes ACCESS EXCLUSIVE, under which not even a SELECT runs, and reads
the whole table.

Add it NOT VALID, which checks new rows only and takes a moment, and validate
it in the next revision, which reads the table while others read and write:

    def upgrade():
        op.create_check_constraint(
            "ck_orders_total", "orders", "total >= 0",
            postgresql_not_valid=True,
        )

    # the next revision
    def upgrade():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

A constraint of a domain is checked on every column of that type, under SHARE,
which stops writing: when it is added, when NOT NULL is set, and when one that
is NOT VALID is validated. No form lets others write meanwhile. NOT VALID alone
checks new rows; to prove the old ones, put a CHECK on each table, as above.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE, SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, AlterDomain
from safemigrate.lint.wording import bare, listed, schema_of, string, takes

ID = "LOCK006"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        rule = op.constraint
        if rule.kind != "check" or not step.effects.scans:
            continue  # NOT VALID and NOT ENFORCED check nothing
        if migration.is_new(step, op.table):
            continue  # no rows to check
        name = rule.name or f"ck_{bare(op.table)}"
        yield Finding(
            ID,
            step.lines,
            f"ADD CHECK {rule.name or ''}".rstrip()
            + f" {takes(ACCESS_EXCLUSIVE, op.table)} while every row is checked.",
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.create_check_constraint("{name}", "{bare(op.table)}", '
            f"{string(rule.expression or '')}{schema_of(op.table)}, "
            "postgresql_not_valid=True)\n"
            "# next revision\n"
            f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {name}")',
        )
    yield from _domains(migration)


def _domains(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterDomain):
        if not op.checks_rows:
            continue  # NOT VALID checks nothing
        known = step.before.tables_with(op.name)
        used = [table for table in known if not migration.is_new(step, table)]
        if known and not used:
            continue  # no rows to check
        tables = listed(used) if used else "the tables with a column of it"
        yield Finding(
            ID,
            step.lines,
            f"The constraint on domain {op.name} {takes(SHARE, tables)} while every row is "
            "checked.",
            "leave the domain as it is, or its constraint NOT VALID (validating it takes the same "
            "lock), and check the columns; for each:\n"
            'op.execute("ALTER TABLE … ADD CONSTRAINT … CHECK (…) NOT VALID")\n'
            "# next revision\n"
            'op.execute("ALTER TABLE … VALIDATE CONSTRAINT …")',
        )
