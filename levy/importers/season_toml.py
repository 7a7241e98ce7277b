"""Reads the season.toml of a season folder into the facts of the season."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from levy.importers.season_column import Column
from levy.importers.season_schema import FACTS
from levy.importers.season_table import Row, TableRead, read_values, record_of
from levy.importers.season_texts import SOURCES
from levy.importers.season_unit import Fault, nearest, quoted


def read_facts(text: str) -> TableRead:
    """Return the one row of season.toml and every problem in it."""
    read = TableRead(FACTS)
    document = _document(read, text)
    if document is None:
        read.whole = False
        return read
    _check_keys(read, text, document)
    values: dict[str, Any] = {}
    sound = True
    for column in FACTS.columns:
        value = document.get(column.name)
        key_values, readable = _read_key(read, _line_of(text, column.name), column, value)
        values |= key_values
        sound = sound and readable
    read.rows.append(Row(1, values, record_of(FACTS, values) if sound else None))
    return read


def _document(read: TableRead, text: str) -> dict[str, Any] | None:
    """Return the keys and values of the file, with decimals as text; None if it is not TOML."""
    try:
        return tomllib.loads(text, parse_float=str)
    except RecursionError:
        read.problem(0, "", "Its lists are nested too deep.", "Write plain keys and values.")
    except ValueError as error:  # from tomllib, or from Python for a number with too many digits
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        if "overwrite" in str(error):
            read.problem(line, "", "The key on this line appears twice.", "Keep one of them.")
        else:
            to_do = 'Write key = value, with text in quotation marks, such as county = "Benton".'
            read.problem(line, "", "This line is not TOML.", to_do)
    return None


def _check_keys(read: TableRead, text: str, document: Mapping[str, Any]) -> None:
    names = [column.name for column in FACTS.columns]
    for key in document:
        if key not in names:
            message = f"The file has no key {quoted(key)}{nearest(key, names)}"
            read.problem(_line_of(text, key), key, message, f"Its keys are {', '.join(names)}.")


def _line_of(text: str, key: str) -> int:
    """Return the line that sets the key, or 0 if none does."""
    place = re.search(rf"""^[ \t]*\[*["']?{re.escape(key)}["']?[ \t]*[\].=]""", text, re.MULTILINE)
    return text.count("\n", 0, place.start()) + 1 if place else 0


def _read_key(
    read: TableRead, line: int, column: Column, value: Any
) -> tuple[dict[str, Any], bool]:
    if value is None:
        if column.required:
            read.problem(0, column.name, "The key is missing.", f"Write {column.unit.form}.")
        return {}, not column.required
    if column.unit is SOURCES:
        return _read_sources(read, line, column, value)
    cell = _cell(value)
    if cell is None:
        message = f"The value is a {'list' if isinstance(value, list) else 'table'}."
        read.problem(line, column.name, message, f"Write {column.unit.form}.")
        return {}, False
    return read_values(read, line, [(column, cell)])


def _cell(value: Any) -> str | None:
    """Return the value as the text of a CSV cell, or None for a list or table."""
    if isinstance(value, list | dict):
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value).strip()


def _read_sources(
    read: TableRead, line: int, column: Column, value: Any
) -> tuple[dict[str, Any], bool]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        message = "The value is not a list of texts."
        read.problem(line, column.name, message, f"Write {SOURCES.form}.")
        return {}, False
    texts = [SOURCES.read(item.strip()) for item in value]
    for fault in texts:
        if isinstance(fault, Fault):
            read.problem(line, column.name, fault.message, fault.to_do)
            return {}, False
    return {column.name: tuple(texts)}, True
