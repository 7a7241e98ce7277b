"""Compares a database before and after a downgrade."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.catalogue.data_holders import Column, Contents, Table
from safemigrate.execute.loss.loss import Loss


def losses(before: Contents, after: Contents) -> Iterator[Loss]:
    """Yield each loss, not yet counted: dropped tables, then losses in the remaining tables."""
    gone = before.tables.keys() - after.tables.keys()
    for number, table in sorted(before.tables.items(), key=_by_name):
        # A partition's rows are counted with its parent.
        if number in gone and not gone & set(table.parents):
            yield Loss("table", table.schema, table.name)
    for place, column in sorted(before.columns.items(), key=lambda row: row[0]):
        if place[0] in gone:
            continue
        table = before.tables[place[0]]
        yield from _of_column(table, column, after.columns.get(place))


def _of_column(table: Table, was: Column, now: Column | None) -> Iterator[Loss]:
    if now is None:
        yield Loss("column", table.schema, table.name, was.name)
    elif was.labels and now.labels:
        for label in was.labels:
            if label not in now.labels:
                yield Loss("label", table.schema, table.name, was.name, label)
    elif was.kind != now.kind:
        yield Loss("type", table.schema, table.name, was.name, now.kind, was.kind)


def _by_name(row: tuple[int, Table]) -> tuple[str, str]:
    return row[1].schema, row[1].name
