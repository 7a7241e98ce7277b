"""The rows that were there before the trigger get their value in the shadow, a few at a time.

A batch is a stretch of the table's pages, and commits by itself: an interrupted run goes on at the
batch that it had come to.  Rows that move meanwhile have passed the trigger, which has filled them.
Before PostgreSQL 14, which finds rows by their place, each batch reads the whole table.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.online_errors import RowsOutOfStep
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import quoted
from safemigrate.postgres.partitions import with_rows
from safemigrate.postgres.statements import major, query_rows, run

PAGES = 64  # of 8 kB, some ten thousand short rows
PAGES_BEFORE_14 = 4096

_SIZE = """
SELECT pg_relation_size(to_regclass(:table)) / current_setting('block_size')::int
"""


def fill(operations: Operations, change: Change) -> None:
    """Fill the shadow, each batch a step of its own; locks the rows of one batch at a time."""
    with own_steps(operations):
        for where in with_rows(operations, change.where(operations)):
            _fill_table(operations, change, where)


def _fill_table(operations: Operations, change: Change, where: str) -> None:
    [(pages,)] = query_rows(operations, _SIZE, table=where)
    size = PAGES if (major(operations) or 14) >= 14 else PAGES_BEFORE_14
    shadow, column = (quoted(operations, each) for each in (change.shadow, change.column))
    filled = f"SET {shadow} = {change.converted(operations, column)}"
    for first in range(0, pages + 1, size):
        batch = f"ctid >= '({first},0)' AND ctid < '({first + size},0)'"
        run(
            operations,
            f"UPDATE {where} {filled} WHERE {batch} AND {change.out_of_step(operations)}",
        )


def see_that_rows_are_filled(operations: Operations, change: Change) -> None:
    """Raise RowsOutOfStep where a row's shadow is not what its column says; reads every row."""
    count = counted(operations, change, change.out_of_step(operations))
    if count:
        raise RowsOutOfStep(change.table, change.column, change.shadow, count)


def counted(operations: Operations, change: Change, condition: str) -> int:
    """Return the number of rows for which a condition holds."""
    sql = f"SELECT count(*) FROM {change.where(operations)} WHERE {condition}"  # noqa: S608 (names are quoted)
    return int(query_rows(operations, sql.replace(":", r"\:"))[0][0])
