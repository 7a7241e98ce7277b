"""A new column whose value differs from row to row rewrites the table while nobody can use it.

ADD COLUMN takes ACCESS EXCLUSIVE. With no default, a constant or now() that is
a moment: PostgreSQL keeps one value for all old rows. But these are worked out
for each row, so the whole table and all its indexes are written anew under
that lock:

- a default that is volatile: gen_random_uuid(), random(), clock_timestamp(),
  a function of your own that is not declared STABLE or IMMUTABLE
- serial, bigserial and GENERATED … AS IDENTITY
- GENERATED ALWAYS AS (…) STORED
- a domain with a CHECK or NOT NULL, even where the column has no default

Add the column empty, give it the default for new rows, and fill the old ones
in batches:

    def upgrade():
        op.add_column("orders", sa.Column("token", sa.Uuid(), nullable=True))
        op.alter_column(
            "orders", "token", server_default=sa.text("gen_random_uuid()")
        )

    # then fill the rows where it is NULL, some thousand at a time,
    # and set NOT NULL as LOCK007 explains

`db migrate` writes that for defaults, identities and serials; for a stored
column a plain one with a trigger. PostgreSQL 18 has VIRTUAL generated columns,
which cost nothing to add.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn, Column
from safemigrate.lint.wording import takes

ID = "LOCK010"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddColumn):
        if not step.effects.rewrites:
            continue  # the old rows stay as they are
        if migration.is_new(step, op.table):
            continue  # no rows to rewrite
        yield Finding(
            ID,
            step.lines,
            f"ADD COLUMN {op.table}.{op.column.name} {takes(ACCESS_EXCLUSIVE, op.table)} while the "
            f"whole table is rewritten, because {_why(op.column)}.",
            _help(op.table, op.column, pg=migration.pg),
        )


def _why(column: Column) -> str:
    if column.generated:
        return "a stored generated column is worked out for each row"
    if column.serial or column.identity:
        return "each row gets its own number"
    if column.calls:
        return f"{column.calls[0]}() may answer differently for each row"
    return f"the domain {column.type} is checked on each row"


def _help(table: str, column: Column, *, pg: int) -> str:
    if column.generated:
        if pg >= 18:
            return (
                "make it VIRTUAL, which is free:\n"
                f'op.execute("ALTER TABLE {table} ADD COLUMN {column.name} {column.type} '
                'GENERATED ALWAYS AS (…) VIRTUAL")'
            )
        return (
            "add a plain column, keep it up to date with a trigger, and fill the old rows in "
            "batches:\n"
            f'op.execute("ALTER TABLE {table} ADD COLUMN {column.name} {column.type}")'
        )
    if column.serial or column.identity:
        default = f"nextval('{table}_{column.name}_seq')"
        first = f'op.execute("CREATE SEQUENCE {table}_{column.name}_seq")\n'
    else:
        default, first = column.default or "", ""
    lines = [f'{first}op.execute("ALTER TABLE {table} ADD COLUMN {column.name} {column.type}")']
    if default:
        lines.append(
            f'op.execute("ALTER TABLE {table} ALTER COLUMN {column.name} SET DEFAULT {default}")'
        )
    how = "add it empty, then its default, then fill the old rows in batches:\n"
    if not column.calls and not column.serial and not column.identity:
        how = "use the domain's own type, and a CHECK that is NOT VALID and validated later:\n"
        base = f'op.execute("ALTER TABLE {table} ADD COLUMN {column.name} …")'
        return how + base
    return how + "\n".join(lines)
