"""A change of type keeps everybody from the table while its rows are written or read anew.

ALTER COLUMN … TYPE takes ACCESS EXCLUSIVE, under which not even a SELECT runs.
These changes are free, because the rows stay as they are:

- varchar(50) to a longer varchar, to varchar or to text; text to varchar
- numeric(10,2) to more digits before the point, or to numeric
- timestamp, time and interval to more fractional digits
- cidr to inet; varbit to a longer one; a type to a domain without CHECK

Everything else writes the table and its indexes anew: integer to bigint, json
to jsonb, a shorter varchar, another scale, char(n), enumerations, and timestamp
to timestamptz. A free change still reads the whole table where a CHECK mentions
the column, and another COLLATE builds its indexes anew.

The safe way is a second column that a trigger keeps in step, in five revisions,
as docs/how-to/online-changes.md has them; `db migrate` writes them:

    op.change_type_online("orders", "number", sa.BigInteger())  # expand
    op.fill_online("orders", "number")  # backfill
    op.build_online("orders", "number")  # expand
    op.swap_online("orders", "number")  # expand
    op.finish_online("orders", "number")  # contract

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import AlterType
from safemigrate.lint.wording import bare, schema_of, takes

ID = "LOCK011"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterType):
        if not step.effects.works():
            continue  # a free change
        if migration.is_new(step, op.table):
            continue  # no rows to rewrite
        yield Finding(
            ID,
            step.lines,
            f"The change of {op.table}.{op.column} {_between(step, op)} "
            f"{takes(ACCESS_EXCLUSIVE, op.table)} while {_work(step)}.",
            _help(step, op),
        )


def _between(step: Step, op: AlterType) -> str:
    old = step.before.type_of(op.table, op.column)
    return f"from {old} to {op.type}" if old else f"to {op.type}"


def _work(step: Step) -> str:
    if step.effects.rewrites:
        return "the whole table is rewritten"
    if step.effects.builds:
        return "the column's indexes are built anew"
    return "every row is checked against the column's CHECK"


def _help(step: Step, op: AlterType) -> str:
    if step.effects.scans:
        return (
            "drop the CHECK, change the type, and add the CHECK again NOT VALID; validate it in "
            "the next revision."
        )
    if step.before.type_of(op.table, op.column) is None:
        return (
            "no revision says what type it had: where the change is one of the free ones "
            "(`db explain LOCK011`), pass existing_type to op.alter_column. Otherwise begin with "
            "op.change_type_online."
        )
    place = f'"{bare(op.table)}", "{op.column}"'
    schema = schema_of(op.table)
    return (
        "change it online, each step a revision of its own (`db migrate` writes them):\n"
        f'op.change_type_online({place}, "{op.type}"{schema})\n'
        f"op.fill_online({place}{schema})\n"
        f"op.build_online({place}{schema})\n"
        f"op.swap_online({place}{schema})\n"
        f"op.finish_online({place}{schema})"
    )
