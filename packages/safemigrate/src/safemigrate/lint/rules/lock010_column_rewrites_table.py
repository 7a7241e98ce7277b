"""A new column whose value differs per row rewrites the table.

ADD COLUMN takes ACCESS EXCLUSIVE. Without a default, or with a constant or
now(), it is quick. These rewrite the table and its indexes:

- a volatile default: gen_random_uuid(), random(), clock_timestamp(), a function
  of your own that is not declared STABLE or IMMUTABLE
- serial, bigserial and GENERATED … AS IDENTITY
- GENERATED ALWAYS AS (…) STORED
- a domain with a CHECK or NOT NULL, even without a default

Add the column empty, set its default, fill the existing rows in batches, and
set NOT NULL (LOCK007):

    op.add_column("orders", sa.Column("token", sa.Uuid(), nullable=True))
    op.alter_column(
        "orders", "token", server_default=sa.text("gen_random_uuid()")
    )

`db migrate` writes that for defaults, identities and serials, and a plain
column with a trigger for a stored one. PostgreSQL 18's VIRTUAL columns cost
nothing to add.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn, Column
from safemigrate.lint.wording import lock_effect

ID = "LOCK010"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddColumn):
        if not step.effects.rewrites:
            continue  # the existing rows stay unchanged
        if migration.is_new(step, op.table):
            continue  # no rows to rewrite
        yield Finding(
            ID,
            step.lines,
            f"ADD COLUMN {op.table}.{op.column.name} {lock_effect(ACCESS_EXCLUSIVE, op.table)} "
            f"while the whole table is rewritten, because {_reason(op.column)}.",
            _help(op.table, op.column, pg=migration.pg),
        )


def _reason(column: Column) -> str:
    if column.generated:
        return "a stored generated column is computed for each row"
    if column.serial or column.identity:
        return "each row gets its own number"
    if column.volatile_functions:
        return f"{column.volatile_functions[0]}() can return a different value for each row"
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
            "add a plain column, keep it up to date with a trigger, and fill the existing rows in "
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
    advice = "add it empty, set its default, then fill the existing rows in batches:\n"
    if not column.volatile_functions and not column.serial and not column.identity:
        advice = "use the domain's base type and a NOT VALID CHECK, and validate it later:\n"
        base = f'op.execute("ALTER TABLE {table} ADD COLUMN {column.name} …")'
        return advice + base
    return advice + "\n".join(lines)
