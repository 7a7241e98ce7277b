"""The typical home whose bill compares scenarios: from the query, or one in the largest area."""

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
    """A home of a value, in whole dollars, in a tax code area; the area is blank if there is none.

    typed    the texts of both fields as typed, by field name
    problem  why the typed texts are not used; blank if they are
    """

    area: str
    value: Decimal
    typed: dict[str, str]
    problem: str = ""


def home_query() -> dict[str, str]:
    """Return the typical home's part of the query, to pass on in links."""
    return {name: request.args[name] for name in ("area", "home") if request.args.get(name)}


def typical_home(season: Season) -> TypicalHome:
    """Return the home that the query asks for; invalid parts are reported and not used."""
    area = largest_area(season)
    typed = {"area": request.args.get("area", "").strip(), "home": _typed_value()}
    usual = {"area": area, "home": str(TYPICAL_VALUE)}
    home = TypicalHome(area, TYPICAL_VALUE, usual | home_query())
    problems = []
    if typed["area"]:
        try:
            home = home._replace(area=area_named(season, typed["area"]).area)
        except CodeUnknown as error:
            problems.append(str(error))
    if re.fullmatch(r"[0-9]{1,12}", typed["home"]):
        home = home._replace(value=Decimal(typed["home"]))
    elif typed["home"]:
        shown = typed["home"][:30]
        problems.append(f"{shown!r} is not a value of a home. Write whole dollars: 400000.")
    return home._replace(problem=" ".join(problems))


def _typed_value() -> str:
    return ungrouped(request.args.get("home", "").strip())
