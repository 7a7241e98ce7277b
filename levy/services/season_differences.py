"""What loading a season would change, file by file and row by row."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from typing import Any, NamedTuple

from levy.importers.season_column import Table
from levy.importers.season_names import INPUT_FILES
from levy.importers.season_schema import TABLES
from levy.law.season import Season

RowsByKey = dict[tuple[Any, ...], Any]
MOST_LISTED = 20  # differences of a file that are listed one by one


class FileChange(NamedTuple):
    """What a file would change: its number of rows, and rows added, removed and different.

    lines  the first of them, one line each
    """

    file: str
    rows: int
    added: int
    removed: int
    different: int
    lines: tuple[str, ...]

    @property
    def unlisted(self) -> int:
        """How many changed rows are not listed."""
        return max(self.added + self.removed + self.different - MOST_LISTED, 0)


def changes_of(season: Season, present: Season | None) -> tuple[FileChange, ...]:
    """Return what a season would change in the present one, by file; present may be None."""
    by_rows = {table.rows: table for table in TABLES}
    changes = []
    for part in fields(Season):
        if part.name == "facts":
            continue
        table = by_rows[part.name]
        keys = [table.column(name).attribute for name in table.key]
        new = _by_key(getattr(season, part.name), keys)
        old = _by_key(getattr(present, part.name), keys) if present else {}
        if new or old:
            changes.append(
                FileChange(
                    table.file,
                    len(new),
                    len(new.keys() - old.keys()),
                    len(old.keys() - new.keys()),
                    sum(1 for key in new.keys() & old.keys() if new[key] != old[key]),
                    tuple(islice(_changed_rows(table, new, old), MOST_LISTED)) if present else (),
                )
            )
    return tuple(sorted(changes, key=lambda change: INPUT_FILES.index(change.file)))


def _changed_rows(table: Table, new: RowsByKey, old: RowsByKey) -> Iterator[str]:
    """Yield one line for each row of a file that differs."""
    for key in sorted(new.keys() | old.keys(), key=str):
        row = " ".join(map(str, key))
        if key not in old:
            yield f"{row} is added"
        elif key not in new:
            yield f"{row} is removed"
        elif new[key] != old[key]:
            cells = (
                f"{column.name} {was or 'blank'} → {now or 'blank'}"
                for column in table.columns
                if (was := column.written(getattr(old[key], column.attribute)))
                != (now := column.written(getattr(new[key], column.attribute)))
            )
            yield f"{row}: {', '.join(cells)}"


def _by_key(records: tuple[Any, ...], keys: list[str]) -> RowsByKey:
    return {tuple(getattr(record, key) for key in keys): record for record in records}
