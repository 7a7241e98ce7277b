"""Reads a season folder: returns the season, or all problems in it."""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from levy.errors import Problem
from levy.importers.season_column import Table
from levy.importers.season_names import INPUT_FILES, SEASON_FILES, is_ignored
from levy.importers.season_references import unknown_codes
from levy.importers.season_rules import broken_rules
from levy.importers.season_schema import FACTS, FILES, TABLES
from levy.importers.season_table import TableRead, read_table
from levy.importers.season_toml import read_facts
from levy.importers.season_unit import nearest
from levy.law.season import Season


def read_season_folder(
    folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Season | None, tuple[Problem, ...]]:
    """Return the season in a folder, or None and every problem, by file, row and column.

    Rows are sorted by their keys.  Result files are ignored: they are computed from the rest.
    progress  called with the number of files done and the number of all files
    """
    problems, present = _listing(folder)
    reads: dict[str, TableRead] = {}
    for done, table in enumerate(FILES if present else (), 1):
        problems += _read_file(folder, table, present, reads)
        progress(done, len(FILES))
    problems += unknown_codes(reads)
    problems += broken_rules(reads)
    if problems:
        return None, tuple(sorted(problems, key=_order))
    return _season(reads), ()


def _listing(folder: Path) -> tuple[list[Problem], set[str]]:
    """Return the problems visible before any file is opened, and the names in the folder."""
    try:
        present = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        return [Problem(str(folder), None, "", *_why_no_folder(folder, error))], set()
    if present.isdisjoint(SEASON_FILES):
        to_do = f"Name a folder that contains {', '.join(_needed())}."
        return [
            Problem(str(folder), None, "", "The folder does not contain a season.", to_do)
        ], set()
    return list(_strangers(present)), present


def _why_no_folder(folder: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "There is no such folder.", "Check the path."
    if isinstance(error, NotADirectoryError):
        return "This is a file, not a folder.", "Name the folder that contains the season's files."
    return f"The folder cannot be read ({error.strerror}).", "Ask its owner for permission."


def _needed() -> list[str]:
    return [table.file for table in FILES if table.needed]


def _strangers(present: set[str]) -> Iterator[Problem]:
    for name in sorted(present - SEASON_FILES):
        if not is_ignored(name):
            hint = nearest(name, list(INPUT_FILES))
            message = f"A season folder has no file with this name{hint}"
            yield Problem(name, None, "", message, "Rename it, or remove it from the folder.")


def _read_file(
    folder: Path, table: Table, present: set[str], reads: dict[str, TableRead]
) -> list[Problem]:
    """Read one file into reads, and return its problems."""
    if table.file not in present:
        if not table.needed:
            return []
        header = ",".join(column.name for column in table.columns)
        to_do = f"Add it with one row for each {table.one_row}, under the header {header}."
        if table is FACTS:
            to_do = "Add it with at least county, state, tax_year and rate_decimals."
        return [Problem(table.file, None, "", "The file is missing.", to_do)]
    text = _text(folder / table.file)
    if isinstance(text, Problem):
        return [text]
    reads[table.file] = read_facts(text) if table is FACTS else read_table(table, text)
    return reads[table.file].problems


def _text(path: Path) -> str | Problem:
    try:
        content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        message = f"The file cannot be read ({error.strerror})."
        return Problem(path.name, None, "", message, "Check that it is a file that you may read.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"The byte 0x{content[error.start]:02x} in this row is not UTF-8."
        return Problem(path.name, line, "", message, "Save the file as UTF-8 (CSV UTF-8 in Excel).")


def _order(problem: Problem) -> tuple[Any, ...]:
    """Return the sort key of a problem: unknown files first, then files in the format's order."""
    if problem.file not in INPUT_FILES:
        return (-1, problem.file, 0, 0, problem.what)
    file = INPUT_FILES.index(problem.file)
    names = [column.name for column in FILES[file].columns]
    column = names.index(problem.column) if problem.column in names else -1
    return (file, problem.file, problem.row or 0, column, problem.what)


def _season(reads: dict[str, TableRead]) -> Season:
    facts = reads[FACTS.file].rows[0].record
    rows = {table.rows: _sorted(reads[table.file]) for table in TABLES if table.file in reads}
    return Season(facts=facts, **rows)


def _sorted(read: TableRead) -> tuple[Any, ...]:
    """Return the records in the order of their keys, as text; a blank comes first."""
    key = read.table.key
    ordered = sorted(read.rows, key=lambda row: [str(row.values.get(name, "")) for name in key])
    return tuple(row.record for row in ordered)
