"""Checks that each code in a season folder has a row in the file that it refers to."""

from collections.abc import Iterator, Mapping
from typing import Any

from levy.errors import Problem
from levy.importers.season_column import Column
from levy.importers.season_table import TableRead
from levy.importers.season_unit import nearest, quoted

# Finding the nearest of thousands of codes is slow; after this many unknown codes in a column,
# the file belongs to another season, and its codes are not just misspelled.
SUGGESTIONS = 20


def unknown_codes(reads: Mapping[str, TableRead]) -> Iterator[Problem]:
    """Yield a problem for each code that is missing from the file that it refers to.

    If that file could not be read completely, its codes are not checked: it may have them.
    """
    for read in reads.values():
        for column in read.table.columns:
            target = reads.get(column.refers)
            if target and target.whole:
                yield from _unknown_in(read, column, target)


def _unknown_in(read: TableRead, column: Column, target: TableRead) -> Iterator[Problem]:
    key = target.table.key[0]
    codes = {row.values[key]: None for row in target.rows if key in row.values}
    hints: dict[str, str] = {}
    for row in read.rows:
        for code in _codes(row.values.get(column.name)):
            if code in codes:
                continue
            if code not in hints:
                hints[code] = _nearest(code, list(codes)) if len(hints) < SUGGESTIONS else "."
            yield Problem(
                read.table.file,
                row.line,
                column.name,
                f"{column.refers} has no {key} {quoted(code)}{hints[code]}",
                f"Correct the code, or add its row to {column.refers}.",
            )


def _codes(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _nearest(code: str, codes: list[str]) -> str:
    """Return the hint for a code; a code that differs only in case, spaces or hyphens wins."""
    for other in codes:
        if _bare(other) == _bare(code):
            return f"; did you mean {quoted(other)}?"
    return nearest(code, codes)


def _bare(code: str) -> str:
    return code.replace(" ", "").replace("-", "").lower()
