"""A revision contains changes that its phase does not allow.

`phase` says when to deploy a revision: "expand" before the new code, "backfill"
while old and new code run, "contract" once no old code runs. A table, column or
enum value added in "contract" comes too late for the new code. "backfill"
changes rows only. Give each phase its own revision:

    # 0041
    phase = "expand"

    def upgrade():
        op.add_column("users", sa.Column("full_name", sa.Text()))

    # 0042
    phase = "contract"

    def upgrade():
        op.drop_column_softly("users", "name")

https://www.postgresql.org/docs/current/ddl-alter.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import (
    AddColumn,
    AddEnumValue,
    ChangeRows,
    CreateEnum,
    CreateTable,
    Operation,
    Other,
    Query,
    SetParameter,
    SetSequence,
    Transaction,
)

ID = "COMPAT110"

_PHASES = ("expand", "backfill", "contract")
_NO_SCHEMA = (ChangeRows, Other, Query, SetParameter, SetSequence, Transaction)


def check(migration: Migration) -> Iterator[Finding]:
    phase = migration.phase
    if phase is not None and phase not in _PHASES and migration.steps:
        yield Finding(
            ID,
            migration.steps[0].lines,
            f"{phase!r} is not a valid phase.",
            'set phase to "expand", "backfill" or "contract".',
        )
    for step in migration.steps:
        operation = step.operation
        added = _added(operation) if phase == "contract" else None
        if added is not None:
            yield Finding(
                ID,
                step.lines,
                f"This revision's phase is contract, but {added} comes too late for the code that "
                "needs it.",
                'move it to an earlier revision with:\nphase = "expand"',
            )
        elif phase == "backfill" and not isinstance(operation, _NO_SCHEMA):
            yield Finding(
                ID,
                step.lines,
                "This revision's phase is backfill, but this line changes the schema.",
                "move the line to a revision of its own, with its own phase.",
            )


def _added(operation: Operation) -> str | None:
    match operation:
        case CreateTable(table=table):
            return f"table {table}"
        case AddColumn(table=table, column=column):
            return f"column {table}.{column.name}"
        case CreateEnum(name=name):
            return f"type {name}"
        case AddEnumValue(name=name, value=value):
            return f"value {value!r} of type {name}"
    return None
