"""SET NOT NULL blocks all reads and writes while it checks every row.

It takes ACCESS EXCLUSIVE, which blocks even SELECT, and skips the check if a
validated CHECK proves that there is no NULL. This adds that CHECK, validates
it, sets NOT NULL and drops the CHECK:

    op.set_not_null_safely("orders", "state")

In plain Alembic, use three revisions: the CHECK (state IS NOT NULL) with
postgresql_not_valid=True; VALIDATE CONSTRAINT; SET NOT NULL and the drop. On
PostgreSQL 18 (--pg 18), do not SET NOT NULL, which would read every row;
validate a NOT NULL constraint instead:

    # 0041
    ALTER TABLE orders ADD CONSTRAINT orders_state_not_null
        NOT NULL state NOT VALID;
    # 0042
    ALTER TABLE orders VALIDATE CONSTRAINT orders_state_not_null;

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, SetNotNull
from safemigrate.lint.wording import bare_name, lock_effect, schema_arg

ID = "LOCK007"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case SetNotNull(table=table, column=column):
                pass
            case AddConstraint(table=table, constraint=rule) if rule.kind == "not null":
                column = rule.columns[0]
            case _:
                continue
        if not step.effects.scans:
            continue  # a validated CHECK proves it, or it is NOT VALID, or already NOT NULL
        if migration.is_new(step, table):
            continue  # no rows to check
        yield Finding(
            ID,
            step.lines,
            f"SET NOT NULL on {table}.{column} {lock_effect(ACCESS_EXCLUSIVE, table)} while every "
            "row is checked.",
            _help(table, column, pg=migration.pg),
        )


def _help(table: str, column: str, *, pg: int) -> str:
    short, schema = bare_name(table), schema_arg(table)
    name = f"{short}_{column}_present"
    if pg >= 18:
        return (
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.execute("ALTER TABLE {table} ADD CONSTRAINT {name} NOT NULL {column} '
            'NOT VALID")\n'
            "# next revision\n"
            f'op.execute("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")'
        )
    return (
        "first prove it with a CHECK:\n"
        f'op.create_check_constraint("{name}", "{short}", "{column} IS NOT NULL"{schema}, '
        "postgresql_not_valid=True)\n"
        "# next revision\n"
        f'op.execute("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")\n'
        "# the revision after that\n"
        f'op.alter_column("{short}", "{column}", nullable=False{schema})\n'
        f'op.drop_constraint("{name}", "{short}"{schema})'
    )
