"""The season and its scenarios side by side, with what a typical home pays in each."""

import re
from decimal import Decimal
from typing import NamedTuple

from flask import request

from levy.errors import InputRefused
from levy.law.season import Levy, LevyResult, Season, SeasonResult
from levy.services.figures import ungrouped
from levy.services.home_bill import Bill, home_bill
from levy.services.season_figures import area_named, in_reading_order, total_tax
from levy.services.season_form import form_of
from levy.services.what_if import WhatIf
from levy.web.season_address import ShownSeason

HOME = Decimal(400_000)


class Column(NamedTuple):
    """The season or a scenario, as a column; number 0 is the season itself."""

    number: int
    name: str
    what_if: WhatIf | None
    results: dict[str, LevyResult]
    total: Decimal | None
    bill: Bill | None


class Compared(NamedTuple):
    """What stands side by side.

    levies  those whose levy or rate is not the same in all columns, or that a scenario changes
    billed  those that the home pays in any column
    """

    columns: tuple[Column, ...]
    levies: tuple[Levy, ...]
    billed: tuple[Levy, ...]
    bound_by: dict[str, str]
    area: str
    home: Decimal


def home_asked() -> dict[str, str]:
    """Return what the address asks of the typical home, as addresses carry it on."""
    return {name: request.args[name] for name in ("area", "home") if request.args.get(name)}


def compared(shown: ShownSeason, found: tuple[WhatIf, ...]) -> Compared:
    """Return what stands side by side: the season, and these scenarios of it."""
    season = shown.view.season
    area, home = _home(season)
    columns = (
        _column(0, "The season", None, season, shown.view.result, area, home),
        *(_column(one.number, one.name, one, one.season, one.result, area, home) for one in found),
    )
    touched = {change.cell.code for one in found for change in one.changes}
    levies = tuple(
        levy
        for levy in in_reading_order(season)
        if levy.levy in touched or not _same(levy.levy, columns)
    )
    paid = {levy.levy for column in columns if column.bill for levy, _ in column.bill.levies}
    billed = tuple(levy for levy in in_reading_order(season) if levy.levy in paid)
    bound_by = dict(form_of(season).bound_by)
    return Compared(columns, levies, billed, bound_by, area, home)


def _column(
    number: int,
    name: str,
    of: WhatIf | None,
    season: Season,
    result: SeasonResult | None,
    area: str,
    home: Decimal,
) -> Column:
    return Column(
        number,
        name,
        of,
        {row.levy: row for row in result.levies} if result else {},
        total_tax(result) if result else None,
        home_bill(season, result, area, home) if result and area else None,
    )


def _same(levy: str, columns: tuple[Column, ...]) -> bool:
    results = [column.results.get(levy) for column in columns if column.results]
    return len({(row.amount, row.rate, row.tax) if row else None for row in results}) <= 1


def _home(season: Season) -> tuple[str, Decimal]:
    """Return the typical home's area and value: as asked, or the area with the most value."""
    asked = request.args.get("area", "").strip()
    if asked:
        area = area_named(season, asked).area
    else:
        values = {row.area: row.regular or Decimal(0) for row in season.values}
        area = max(values, key=lambda code: values[code], default="")
    home = ungrouped(request.args.get("home", "").strip())
    if not home:
        return area, HOME
    if not re.fullmatch(r"[0-9]{1,12}", home):
        raise InputRefused(
            "The home", f"{home[:30]!r} is no value.", "Write whole dollars: 400000."
        )
    return area, Decimal(home)
