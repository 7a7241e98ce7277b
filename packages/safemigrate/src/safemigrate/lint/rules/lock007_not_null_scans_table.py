"""SET NOT NULL keeps everybody from the table while every row is looked at.

It takes ACCESS EXCLUSIVE, under which not even a SELECT runs, and reads the
whole table, unless a validated CHECK (column IS NOT NULL) already proves the
fact. So, on PostgreSQL 12 to 17:

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

    # the one after that: no scan, because the check proves it
    def upgrade():
        op.alter_column("orders", "state", nullable=False)
        op.drop_constraint("orders_state_present", "orders")

PostgreSQL 18 knows NOT NULL constraints that are not valid yet (say --pg 18):

    ALTER TABLE orders ADD CONSTRAINT orders_state_not_null
        NOT NULL state NOT VALID;
    ALTER TABLE orders VALIDATE CONSTRAINT orders_state_not_null;

There, validate: SET NOT NULL would scan the table under the strong lock.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, SetNotNull
from safemigrate.lint.wording import bare, schema_of, takes

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
            continue  # a validated check proves it, or it is NOT VALID, or it was so already
        if migration.is_new(step, table):
            continue  # no rows to look at
        yield Finding(
            ID,
            step.lines,
            f"SET NOT NULL on {table}.{column} {takes(ACCESS_EXCLUSIVE, table)} while every row "
            "is looked at.",
            _help(table, column, pg=migration.pg),
        )


def _help(table: str, column: str, *, pg: int) -> str:
    name = f"{bare(table)}_{column}_present"
    if pg >= 18:
        return (
            "add it NOT VALID, and validate it in the next revision:\n"
            f'op.execute("ALTER TABLE {table} ADD CONSTRAINT {name} NOT NULL {column} '
            'NOT VALID")\n'
            "# next revision\n"
            f'op.execute("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")'
        )
    return (
        "let a CHECK prove it first:\n"
        f'op.create_check_constraint("{name}", "{bare(table)}", "{column} IS NOT NULL"'
        f"{schema_of(table)}, postgresql_not_valid=True)\n"
        "# next revision\n"
        f'op.execute("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")\n'
        "# the one after that\n"
        f'op.alter_column("{bare(table)}", "{column}", nullable=False{schema_of(table)})\n'
        f'op.drop_constraint("{name}", "{bare(table)}"{schema_of(table)})'
    )
