"""A type change blocks all access while it rewrites or reads the rows.

ALTER COLUMN … TYPE takes ACCESS EXCLUSIVE, which blocks even SELECT. These
changes leave the rows as they are:

- varchar(50) to a longer varchar, to varchar or to text; text to varchar
- numeric(10,2) to more digits before the point, or to numeric
- timestamp, time and interval to more fractional digits
- cidr to inet; varbit to a longer one; a type to a domain without CHECK

Every other change rewrites the table and its indexes: integer to bigint,
timestamp to timestamptz. If a CHECK uses the column, every change reads all
rows; another COLLATE rebuilds its indexes.

`db migrate` writes an online change (docs/how-to/online-changes.md) in five
revisions:

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
from safemigrate.lint.wording import bare_name, lock_effect, schema_arg

ID = "LOCK011"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterType):
        if not step.effects.has_work():
            continue  # a free change
        if migration.is_new(step, op.table):
            continue  # no rows to rewrite
        yield Finding(
            ID,
            step.lines,
            f"The change of {op.table}.{op.column} {_types(step, op)} "
            f"{lock_effect(ACCESS_EXCLUSIVE, op.table)} while {_work(step)}.",
            _help(step, op),
        )


def _types(step: Step, op: AlterType) -> str:
    old = step.before.type_of(op.table, op.column)
    return f"from {old} to {op.type}" if old else f"to {op.type}"


def _work(step: Step) -> str:
    if step.effects.rewrites:
        return "the whole table is rewritten"
    if step.effects.builds:
        return "the column's indexes are rebuilt"
    return "every row is checked against the column's CHECK"


def _help(step: Step, op: AlterType) -> str:
    if step.effects.scans:
        return (
            "drop the CHECK, change the type, and add the CHECK again NOT VALID; validate it in "
            "the next revision."
        )
    if step.before.type_of(op.table, op.column) is None:
        return (
            "no revision says what type it had: if the change is one of the free ones "
            "(`db explain LOCK011`), pass existing_type to op.alter_column. Otherwise start with "
            "op.change_type_online."
        )
    arguments = f'"{bare_name(op.table)}", "{op.column}"'
    schema = schema_arg(op.table)
    return (
        "change it online, with one revision per step (`db migrate` writes them):\n"
        f'op.change_type_online({arguments}, "{op.type}"{schema})\n'
        f"op.fill_online({arguments}{schema})\n"
        f"op.build_online({arguments}{schema})\n"
        f"op.swap_online({arguments}{schema})\n"
        f"op.finish_online({arguments}{schema})"
    )
