"""SET NOT NULL blocks all reads and writes of the table while every row is checked.

It takes ACCESS EXCLUSIVE, which blocks even SELECT. It reads the whole table,
unless a validated CHECK (column IS NOT NULL) already proves that there is no
NULL. So, on PostgreSQL 12 to 17:

    def upgrade():
        op.create_check_constraint(
            "orders_state_present", "orders", "state IS NOT NULL",
            postgresql_not_valid=True,
        )

    # the next revision, after the rows are filled
    def upgrade():
        op.execute(
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_state_present"
        )

    # the revision after that: no scan, because of the validated CHECK
    def upgrade():
        op.alter_column("orders", "state", nullable=False)
        op.drop_constraint("orders_state_present", "orders")

PostgreSQL 18 accepts NOT NULL constraints that are NOT VALID (use --pg 18):

    ALTER TABLE orders ADD CONSTRAINT orders_state_not_null
        NOT NULL state NOT VALID;
    ALTER TABLE orders VALIDATE CONSTRAINT orders_state_not_null;

There, only validate: SET NOT NULL would scan the table under ACCESS EXCLUSIVE.

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
