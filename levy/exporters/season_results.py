"""Writes the results of a season as the result files of a season folder."""

from collections.abc import Iterator, Sequence
from typing import Any

from levy.exporters.season_inputs import csv_text
from levy.importers.season_column import Column, ResultTable
from levy.importers.season_numbers import plain
from levy.importers.season_result_schema import (
    AREA_RATES,
    AREA_TOTALS,
    CARRY_FORWARD,
    CERTIFIED_RATE,
    RATES,
    WORKSHEETS,
)
from levy.law.season import LevyResult, Season, SeasonResult
from levy.law.worksheet import Line

Row = Sequence[Any]


def result_files(season: Season, result: SeasonResult) -> dict[str, str]:
    """Return the text of each result file, with rows in the order of their codes."""
    levies = sorted(result.levies, key=lambda levy: levy.levy)
    tables = (
        (WORKSHEETS, _worksheet_rows(levies)),
        (RATES, _rate_rows(levies)),
        (AREA_RATES, _area_rate_rows(season, levies)),
        (AREA_TOTALS, _area_total_rows(result)),
        (CARRY_FORWARD, _carry_forward_rows(season, levies)),
    )
    decimals = season.facts.rate_decimals
    return {table.file: _text(table, rows, decimals) for table, rows in tables}


def rates_text(season: Season, result: SeasonResult) -> str:
    """Return the text of rates.csv."""
    levies = sorted(result.levies, key=lambda levy: levy.levy)
    return _text(RATES, _rate_rows(levies), season.facts.rate_decimals)


def _text(table: ResultTable, rows: Iterator[Row], rate_decimals: int) -> str:
    def cell(column: Column, value: Any) -> str:
        if value is not None and column.unit is CERTIFIED_RATE:
            return plain(value, rate_decimals)
        return column.written(value)

    header = [column.name for column in table.columns]
    return csv_text(header, [list(map(cell, table.columns, row)) for row in rows])


def _worksheet_rows(levies: Sequence[LevyResult]) -> Iterator[Row]:
    for levy in levies:
        for line in levy.worksheet.lines if levy.worksheet else ():
            yield levy.levy, line.key, line.label, _shown(line), line.unit, line.statute


def _shown(line: Line) -> str | None:
    if line.value is None:
        return None
    return plain(line.value, 2 if line.unit == "dollars" else 0)


def _rate_rows(levies: Sequence[LevyResult]) -> Iterator[Row]:
    for levy in levies:
        yield (
            levy.levy,
            levy.base,
            levy.county_base,
            levy.amount,
            levy.uncapped_rate,
            levy.rate,
            levy.tax,
            levy.binding,
        )


def _area_rate_rows(season: Season, levies: Sequence[LevyResult]) -> Iterator[Row]:
    """Yield areas with their levies' rates; a retired levy has no result and no row."""
    rates = {levy.levy: levy.rate for levy in levies}
    for member in sorted(season.area_levies, key=lambda member: (member.area, member.levy)):
        if member.levy in rates:
            yield member.area, member.levy, rates[member.levy]


def _area_total_rows(result: SeasonResult) -> Iterator[Row]:
    for area in sorted(result.areas, key=lambda area: area.area):
        yield (
            area.area,
            area.total_rate,
            area.senior_rate,
            area.aggregate_590,
            area.one_percent,
            area.tax,
        )


def _carry_forward_rows(season: Season, levies: Sequence[LevyResult]) -> Iterator[Row]:
    """Yield each levy under the levy limit, even if next year's figures are not known yet."""
    limited = {limit.levy for limit in season.limits}
    for levy in levies:
        has_next = levy.next_highest_lawful_levy is not None or levy.next_rate is not None
        if has_next or levy.levy in limited:
            yield levy.levy, levy.next_highest_lawful_levy, levy.next_rate
