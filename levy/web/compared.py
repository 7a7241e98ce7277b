"""The season and its scenarios side by side, with what a typical home pays in each."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from levy.law.season import Levy, LevyResult, Notice, Season, SeasonResult
from levy.services.home_bill import Bill, home_bill
from levy.services.last_year import Change, change
from levy.services.season_figures import in_reading_order, total_tax
from levy.services.season_form import form_of
from levy.services.what_if import WhatIf
from levy.web.season_address import ShownSeason
from levy.web.typical_home import TypicalHome, typical_home

FIELDS = ("amount", "rate", "next_highest_lawful_levy")


class Column(NamedTuple):
    """The season or a scenario, as a column; number 0 is the season itself.

    more     how far a scenario's levies, rates, total and bill are from the season's, by what
             they are of: a levy's code and a field, or the field alone
    notices  what is to be looked at in a scenario, and not in the season
    """

    number: int
    name: str
    what_if: WhatIf | None
    results: dict[str, LevyResult]
    total: Decimal | None
    bill: Bill | None
    more: dict[tuple[str, ...], Change]
    notices: tuple[Notice, ...]


class Compared(NamedTuple):
    """What stands side by side.

    levies  those whose levy or rate is not the same in all columns, or that a scenario changes
    unmoved those that a scenario changes, and from which nothing follows
    billed  those that the home pays in any column
    """

    columns: tuple[Column, ...]
    levies: tuple[Levy, ...]
    unmoved: frozenset[str]
    billed: tuple[Levy, ...]
    bound_by: dict[str, str]
    home: TypicalHome


def compared(shown: ShownSeason, found: tuple[WhatIf, ...]) -> Compared:
    """Return what stands side by side: the season, and these scenarios of it."""
    season, result = shown.view.season, shown.view.result
    home = typical_home(season)
    first = _column(0, "The season", None, season, result, home)
    columns = (
        first,
        *(_beside(first, one, home, result) for one in found),
    )
    touched = {change.cell.code for one in found for change in one.changes}
    same = frozenset(row.levy for row in season.levies if _same(row.levy, columns))
    levies = tuple(
        levy for levy in in_reading_order(season) if levy.levy in touched or levy.levy not in same
    )
    paid = {levy.levy for column in columns if column.bill for levy, _ in column.bill.levies}
    billed = tuple(levy for levy in in_reading_order(season) if levy.levy in paid)
    bound_by = dict(form_of(season).bound_by)
    return Compared(columns, levies, same & touched, billed, bound_by, home)


def _beside(first: Column, one: WhatIf, home: TypicalHome, result: SeasonResult | None) -> Column:
    """Return a scenario's column, with how far it is from the season's."""
    column = _column(one.number, one.name, one, one.season, one.result, home)
    known = set(result.notices) if result else set()
    new = tuple(row for row in one.result.notices if row not in known) if one.result else ()
    return column._replace(more=dict(_more(first, column)), notices=new)


def _more(first: Column, column: Column) -> Iterator[tuple[tuple[str, ...], Change]]:
    pairs: list[tuple[tuple[str, ...], Decimal | None, Decimal | None]] = [
        (("total",), column.total, first.total),
        (("home",), column.bill and column.bill.total, first.bill and first.bill.total),
    ]
    for code, row in column.results.items():
        was = first.results.get(code)
        pairs += [
            ((code, field), getattr(row, field), was and getattr(was, field)) for field in FIELDS
        ]
    for what, now, before in pairs:
        found = change(now, before)
        if found is not None and found.more:
            yield what, found


def _column(
    number: int,
    name: str,
    of: WhatIf | None,
    season: Season,
    result: SeasonResult | None,
    home: TypicalHome,
) -> Column:
    return Column(
        number,
        name,
        of,
        {row.levy: row for row in result.levies} if result else {},
        total_tax(result) if result else None,
        home_bill(season, result, home.area, home.value) if result and home.area else None,
        {},
        (),
    )


def _same(levy: str, columns: tuple[Column, ...]) -> bool:
    results = [column.results.get(levy) for column in columns if column.results]
    return len({_figures(row) if row else None for row in results}) <= 1


def _figures(row: LevyResult) -> tuple[Decimal | None, ...]:
    return row.amount, row.rate, row.tax, row.next_highest_lawful_levy
