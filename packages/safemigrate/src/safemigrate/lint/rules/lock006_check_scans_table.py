"""A new CHECK blocks all reads and writes while it checks every row.

ADD CHECK takes ACCESS EXCLUSIVE, which blocks even SELECT. Add it NOT VALID,
which checks new rows only, and validate it in a later transaction, while others
read and write. This does both:

    op.add_check_safely("ck_orders_total", "orders", "total >= 0")

In plain Alembic, give the check postgresql_not_valid=True. In the next
revision:

    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")

A domain's CHECK or NOT NULL has no safe form: checking existing rows blocks
writes (SHARE) to every table with a column of that type. Leave the CHECK NOT
VALID for new rows, and add one to each table for existing rows.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE, SHARE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, AlterDomain
from safemigrate.lint.wording import bare_name, joined, literal, lock_effect, schema_arg

ID = "LOCK006"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        rule = op.constraint
        if rule.kind != "check" or not step.effects.scans:
            continue  # NOT VALID and NOT ENFORCED check nothing
        if migration.is_new(step, op.table):
            continue  # no rows to check
        name = rule.name or f"ck_{bare_name(op.table)}"
        yield Finding(
            ID,
            step.lines,
            f"ADD CHECK {rule.name or ''}".rstrip()
            + f" {lock_effect(ACCESS_EXCLUSIVE, op.table)} while every row is checked.",
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.create_check_constraint("{name}", "{bare_name(op.table)}", '
            f"{literal(rule.expression or '')}{schema_arg(op.table)}, "
            "postgresql_not_valid=True)\n"
            "# next revision\n"
            f'op.execute("ALTER TABLE {op.table} VALIDATE CONSTRAINT {name}")',
        )
    yield from _domains(migration)


def _domains(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterDomain):
        if not op.checks_rows:
            continue  # NOT VALID checks nothing
        tables = step.before.tables_with_type(op.name)
        in_use = [table for table in tables if not migration.is_new(step, table)]
        if tables and not in_use:
            continue  # no rows to check
        names = joined(in_use) if in_use else "the tables with a column of this domain"
        yield Finding(
            ID,
            step.lines,
            f"The constraint on domain {op.name} {lock_effect(SHARE, names)} while every row is "
            "checked.",
            "leave the domain unchanged, or its constraint NOT VALID (validating it takes the same "
            "lock), and add a CHECK to each column:\n"
            'op.execute("ALTER TABLE … ADD CONSTRAINT … CHECK (…) NOT VALID")\n'
            "# next revision\n"
            'op.execute("ALTER TABLE … VALIDATE CONSTRAINT …")',
        )
