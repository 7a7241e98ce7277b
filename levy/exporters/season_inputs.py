"""Writes the inputs of a season as the input files of a season folder."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from levy.importers.season_column import Table
from levy.importers.season_schema import FACTS, TABLES
from levy.importers.season_texts import SOURCES
from levy.importers.season_unit import Unit
from levy.law.season import Season


def input_files(season: Season) -> dict[str, str]:
    """Return the text of each input file; an optional file without rows is left out."""
    files = {FACTS.file: _facts_text(season)}
    for table in TABLES:
        records = getattr(season, table.rows)
        if records or table.needed:
            files[table.file] = _table_text(table, records)
    return files


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a file's text, the same bytes on every machine.

    It has commas, quotation marks only if needed, and a line feed after each row.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _table_text(table: Table, records: Sequence[Any]) -> str:
    header = [column.name for column in table.columns]
    rows = sorted((_key(table, record), _cells(table, record)) for record in records)
    return csv_text(header, [cells for _, cells in rows])


def _key(table: Table, record: Any) -> list[str]:
    """Return the sort key of a row: its key as text, as the importer sorts it."""
    values = [getattr(record, table.column(name).attribute) for name in table.key]
    return ["" if value is None else str(value) for value in values]


def _cells(table: Table, record: Any) -> list[str]:
    return [column.written(getattr(record, column.attribute)) for column in table.columns]


def _facts_text(season: Season) -> str:
    """Return season.toml; decimals are strings, so that no reader turns them into floats."""
    values = [(column, getattr(season.facts, column.attribute)) for column in FACTS.columns]
    return "".join(
        f"{column.name} = {_toml_value(column.unit, value)}\n"
        for column, value in values
        if value is not None and value != ()
    )


def _toml_value(unit: Unit, value: Any) -> str:
    if unit is SOURCES:
        return "[\n" + "".join(f"    {_toml_text(SOURCES, text)},\n" for text in value) + "]"
    return unit.write(value) if isinstance(value, int | date) else _toml_text(unit, value)


def _toml_text(unit: Unit, value: Any) -> str:
    return json.dumps(unit.write(value), ensure_ascii=False)  # a JSON string is a TOML string
