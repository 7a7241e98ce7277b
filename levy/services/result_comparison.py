"""Compares a season's results with its what-if scenarios', with a typical home's bill in each."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from levy.law.season import Levy, LevyResult, Notice, Season, SeasonResult
from levy.services.home_bill import Bill, home_bill
from levy.services.last_year import Change, change
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import in_reading_order, total_tax
from levy.services.season_form import form_of
from levy.services.what_if import WhatIf

FIELDS = ("amount", "rate", "next_highest_lawful_levy")


class Column(NamedTuple):
    """The season or a scenario, as a column; number 0 is the season itself.

    changes  how a scenario's levies, rates, total and bill differ from the season's; the key is a
             levy's code and a field, or the field alone
    notices  notices of a scenario that the season does not have
    """

    number: int
    name: str
    results: dict[str, LevyResult]
    total: Decimal | None
    bill: Bill | None
    changes: dict[tuple[str, ...], Change]
    notices: tuple[Notice, ...]


class Comparison(NamedTuple):
    """Results side by side, the season's first.

    levies   those whose results differ between columns, or that a scenario changes
    unmoved  those that a scenario changes, but whose results are the same
    billed   those that the home pays in any column
    """

    columns: tuple[Column, ...]
    levies: tuple[Levy, ...]
    unmoved: frozenset[str]
    billed: tuple[Levy, ...]
    bound_by: dict[str, str]


class _Home(NamedTuple):
    area: str
    value: Decimal


def result_comparison(
    view: OpenedSeason, scenarios: tuple[WhatIf, ...], *, area: str, value: Decimal
) -> Comparison:
    """Return a season and these scenarios of it side by side.

    area   where the typical home is; blank if there is none
    value  what the home is worth, in dollars
    """
    season, home = view.season, _Home(area, value)
    first = _column(0, "The season", season, view.result, home)
    columns = (first, *(_scenario_column(scenario, first, view, home) for scenario in scenarios))
    touched = {change.cell.code for scenario in scenarios for change in scenario.changes}
    ordered = in_reading_order(season)
    same = frozenset(levy.levy for levy in season.levies if _is_same(levy.levy, columns))
    paid = {levy.levy for column in columns if column.bill for levy, _ in column.bill.levies}
    return Comparison(
        columns,
        tuple(levy for levy in ordered if levy.levy in touched or levy.levy not in same),
        same & touched,
        tuple(levy for levy in ordered if levy.levy in paid),
        dict(form_of(season).bound_by),
    )


def _scenario_column(scenario: WhatIf, first: Column, view: OpenedSeason, home: _Home) -> Column:
    """Return a scenario's column, with its differences from the season's."""
    season, result = scenario.season, scenario.result
    column = _column(scenario.number, scenario.name, season, result, home)
    season_notices = set(view.result.notices) if view.result else set()
    new_notices = (
        tuple(notice for notice in result.notices if notice not in season_notices) if result else ()
    )
    return column._replace(changes=dict(_changes(first, column)), notices=new_notices)


def _changes(first: Column, column: Column) -> Iterator[tuple[tuple[str, ...], Change]]:
    pairs: list[tuple[tuple[str, ...], Decimal | None, Decimal | None]] = [
        (("total",), column.total, first.total),
        (("home",), column.bill and column.bill.total, first.bill and first.bill.total),
    ]
    for code, row in column.results.items():
        before = first.results.get(code)
        pairs += [
            ((code, field), getattr(row, field), before and getattr(before, field))
            for field in FIELDS
        ]
    for key, now, before in pairs:
        difference = change(now, before)
        if difference is not None and difference.increase:
            yield key, difference


def _column(
    number: int, name: str, season: Season, result: SeasonResult | None, home: _Home
) -> Column:
    return Column(
        number,
        name,
        {row.levy: row for row in result.levies} if result else {},
        total_tax(result) if result else None,
        home_bill(season, result, home.area, home.value) if result and home.area else None,
        {},
        (),
    )


def _is_same(levy: str, columns: tuple[Column, ...]) -> bool:
    results = [column.results.get(levy) for column in columns if column.results]
    return len({_figures(row) if row else None for row in results}) <= 1


def _figures(row: LevyResult) -> tuple[Decimal | None, ...]:
    return row.amount, row.rate, row.tax, row.next_highest_lawful_levy
