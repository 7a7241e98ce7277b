"""A constraint on a new column is checked while all access is blocked.

ADD COLUMN takes ACCESS EXCLUSIVE, which blocks even SELECT. Under it a CHECK
reads every row, UNIQUE and PRIMARY KEY build an index, and REFERENCES with a
default looks up every row (without one, none).

Add the column alone, and the constraint in the next revision (LOCK005 for a
foreign key, LOCK006 for a CHECK, LOCK008 for UNIQUE):

    # 0041
    op.add_column("orders", sa.Column("total", sa.Numeric()))

    # 0042
    op.add_check_safely("ck_orders_total", "orders", "total >= 0")

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE, Effects
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn
from safemigrate.lint.wording import lock_effect

ID = "LOCK012"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddColumn):
        work = _constraint_work(step.effects)
        if work is None:
            continue  # no constraint to check on existing rows
        if migration.is_new(step, op.table):
            continue  # no rows to check
        kind, progress, rule = work
        yield Finding(
            ID,
            step.lines,
            f"ADD COLUMN {op.table}.{op.column.name} with {kind} "
            f"{lock_effect(ACCESS_EXCLUSIVE, op.table)} while {progress}.",
            f"add the column alone, then add the constraint as {rule} explains:\n"
            f'op.execute("ALTER TABLE {op.table} ADD COLUMN {op.column.name} {op.column.type}")',
        )


def _constraint_work(effects: Effects) -> tuple[str, str, str] | None:
    if effects.builds:
        return "UNIQUE or PRIMARY KEY", "its index is built", "LOCK008"
    if effects.checks_keys:
        return "REFERENCES and a default", "every row is looked up", "LOCK005"
    if effects.scans:
        return "CHECK", "every row is checked", "LOCK006"
    return None
