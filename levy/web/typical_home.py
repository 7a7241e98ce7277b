"""The typical home whose bill scenarios are compared by: as asked, or one in the largest area."""

import re
from decimal import Decimal
from typing import NamedTuple

from flask import request

from levy.errors import CodeUnknown
from levy.law.season import Season
from levy.services.figures import ungrouped
from levy.services.home_bill import TYPICAL_VALUE, largest_area
from levy.services.season_figures import area_named


class TypicalHome(NamedTuple):
    """A home of a value, in whole dollars, in a tax code area; blank where there is none.

    typed    what was typed of both, by the names of their fields
    problem  why what was typed is not what is shown; blank where it is
    """

    area: str
    value: Decimal
    typed: dict[str, str]
    problem: str = ""


def home_asked() -> dict[str, str]:
    """Return what the address asks of the typical home, as addresses carry it on."""
    return {name: request.args[name] for name in ("area", "home") if request.args.get(name)}


def typical_home(season: Season) -> TypicalHome:
    """Return the home that the address asks for; what it cannot be is said, and left."""
    area = largest_area(season)
    typed = {"area": request.args.get("area", "").strip(), "home": _typed_value()}
    usual = {"area": area, "home": str(TYPICAL_VALUE)}
    found = TypicalHome(area, TYPICAL_VALUE, usual | home_asked())
    problems = []
    if typed["area"]:
        try:
            found = found._replace(area=area_named(season, typed["area"]).area)
        except CodeUnknown as error:
            problems.append(str(error))
    if re.fullmatch(r"[0-9]{1,12}", typed["home"]):
        found = found._replace(value=Decimal(typed["home"]))
    elif typed["home"]:
        shown = typed["home"][:30]
        problems.append(f"{shown!r} is no value of a home. Write whole dollars: 400000.")
    return found._replace(problem=" ".join(problems))


def _typed_value() -> str:
    return ungrouped(request.args.get("home", "").strip())
