"""Fills the shadow of the rows written before the trigger existed, a batch at a time.

A batch is a range of the table's pages, and commits on its own: an interrupted run resumes at its
batch.  An update that moves a row to another page fires the trigger, which fills the row.
Before PostgreSQL 14, which can scan a range of pages, each batch reads the whole table.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.ops.online.online_errors import RowsNotInSync
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
    """Fill the shadow, each batch as its own step; locks the rows of one batch at a time."""
    with own_steps(operations):
        for relation in with_rows(operations, change.relation(operations)):
            _fill_table(operations, change, relation)


def _fill_table(operations: Operations, change: Change, relation: str) -> None:
    [(pages,)] = query_rows(operations, _SIZE, table=relation)
    size = PAGES if (major(operations) or 14) >= 14 else PAGES_BEFORE_14
    shadow, column = (quoted(operations, name) for name in (change.shadow, change.column))
    filled = f"SET {shadow} = {change.converted(operations, column)}"
    for first in range(0, pages + 1, size):
        batch = f"ctid >= '({first},0)' AND ctid < '({first + size},0)'"
        run(
            operations,
            f"UPDATE {relation} {filled} WHERE {batch} AND {change.not_in_sync(operations)}",
        )


def check_rows_filled(operations: Operations, change: Change) -> None:
    """Raise RowsNotInSync if a row's shadow does not match its column; reads every row."""
    count = count_rows(operations, change, change.not_in_sync(operations))
    if count:
        raise RowsNotInSync(change.table, change.column, change.shadow, count)


def count_rows(operations: Operations, change: Change, condition: str) -> int:
    """Return the number of rows that match a condition."""
    sql = f"SELECT count(*) FROM {change.relation(operations)} WHERE {condition}"  # noqa: S608 (names are quoted)
    return int(query_rows(operations, sql.replace(":", r"\:"))[0][0])
