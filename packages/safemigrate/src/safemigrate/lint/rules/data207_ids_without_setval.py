"""Rows inserted with explicit numbers make a later INSERT fail.

They do not advance the sequence of a serial or identity column, so the
application's next row gets a number that is taken: "duplicate key value
violates unique constraint". Advance it after the rows:

    op.bulk_insert(kind, [{"id": 1, "label": "a"}, {"id": 2, "label": "b"}])
    op.execute(
        "SELECT setval(pg_get_serial_sequence('kind', 'id'), max(id)) FROM kind"
    )

https://www.postgresql.org/docs/current/functions-sequence.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import ChangeRows, SetSequence
from safemigrate.lint.wording import bare_name

ID = "DATA207"


def check(migration: Migration) -> Iterator[Finding]:
    for position, step in enumerate(migration.steps):
        op = step.operation
        if not isinstance(op, ChangeRows) or op.verb != "INSERT":
            continue
        own_numbers = [
            name
            for name in op.explicit_columns
            if (column := step.before.column(op.table, name)) and (column.serial or column.identity)
        ]
        if not own_numbers:
            continue  # the sequence gives the numbers, or there is none
        later = (other.operation for other in migration.steps[position + 1 :])
        if any(isinstance(other, SetSequence) and _belongs_to(other, op.table) for other in later):
            continue  # the sequence is advanced
        yield Finding(
            ID,
            step.lines,
            f"These rows set {op.table}.{own_numbers[0]} explicitly, and its sequence does not "
            "advance: a later INSERT gets a number that is taken.",
            "advance the sequence after the rows:\n" + _setval(op.table, own_numbers[0]),
        )


def _setval(table: str, column: str) -> str:
    sequence = f"pg_get_serial_sequence('{table}', '{column}')"
    return f'op.execute("SELECT setval({sequence}, max({column})) FROM {table}")'  # noqa: S608


def _belongs_to(change: SetSequence, table: str) -> bool:
    if change.table is not None or change.name is None:
        return change.table in {None, table}
    return bare_name(table) in change.name
