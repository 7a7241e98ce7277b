"""A code that one file of a season folder names must have a row in the file that it belongs to."""

from collections.abc import Iterator, Mapping
from typing import Any

from levy.errors import Problem
from levy.importers.season_column import Column
from levy.importers.season_table import TableRead
from levy.importers.season_unit import nearest, quoted

# Looking for the nearest of thousands of codes takes long; after this many unknown ones in a
# column the file is not misspelt but foreign.
SUGGESTIONS = 20


def unknown_codes(reads: Mapping[str, TableRead]) -> Iterator[Problem]:
    """Yield a problem for each code that the file it refers to has not.

    Nothing is said of codes of a file that could not be read whole: it may have them.
    """
    for read in reads.values():
        for column in read.table.columns:
            target = reads.get(column.refers)
            if target and target.whole:
                yield from _unknown_in(read, column, target)


def _unknown_in(read: TableRead, column: Column, target: TableRead) -> Iterator[Problem]:
    key = target.table.key[0]
    known = {row.values[key]: None for row in target.rows if key in row.values}
    hints: dict[str, str] = {}
    for row in read.rows:
        for code in _codes(row.values.get(column.name)):
            if code in known:
                continue
            if code not in hints:
                hints[code] = _nearest(code, list(known)) if len(hints) < SUGGESTIONS else "."
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


def _nearest(code: str, known: list[str]) -> str:
    """Return the hint for a code; one that differs in case, blanks or hyphens comes first."""
    for other in known:
        if _bare(other) == _bare(code):
            return f"; did you mean {quoted(other)}?"
    return nearest(code, known)


def _bare(code: str) -> str:
    return code.replace(" ", "").replace("-", "").lower()
