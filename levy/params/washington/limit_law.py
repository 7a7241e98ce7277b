"""Reads Washington's two limits across areas for one tax year from the files in this folder."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from levy.errors import ParameterMissing, ParameterUnreadable
from levy.law.washington.limit_levels import Component, Level, LimitLaw
from levy.params.reading import parameter

ORDER = "rcw_84_52_010"
_FIRST_PARTS = {
    Component.COUNTY: ("rcw_84_52_043", "county"),
    Component.LIBRARY: ("rcw_84_52_063", "library_kept"),
    Component.FIRE: (ORDER, "first_part"),
    Component.RFA: (ORDER, "first_part"),
    Component.HOSPITAL: (ORDER, "first_part"),
    Component.METROPOLITAN_PARK_BEFORE_2002: (ORDER, "first_part"),
    Component.METROPOLITAN_PARK: (ORDER, "first_part"),
    Component.EMS: (ORDER, "first_part_ems"),
}
_PROTECTED = {
    Component.FIRE_REST: "rcw_84_52_125",
    Component.RFA_REST: "rcw_84_52_125",
    Component.METROPOLITAN_PARK_REST: "rcw_84_52_120",
    Component.FLOOD: "rcw_84_52_816",
}


@cache
def limit_law(tax_year: int) -> LimitLaw:
    """Return the limits of a tax year; raises ParameterMissing if a file does not have it."""

    def number(statute: str, name: str) -> Decimal:
        return parameter(f"washington/{statute}.toml", name, tax_year)

    return LimitLaw(
        aggregate_limit=number("rcw_84_52_043", "aggregate_limit"),
        one_percent=number("rcw_84_52_050", "one_percent"),
        aggregate_levels=levels_of("aggregate_levels", tax_year),
        one_percent_levels=levels_of("one_percent_levels", tax_year),
        first_parts={component: number(*entry) for component, entry in _FIRST_PARTS.items()},
        protected={
            component: number(statute, "protected") for component, statute in _PROTECTED.items()
        },
    )


def levels_of(name: str, tax_year: int) -> tuple[Level, ...]:
    """Return a limit's levels; raises ParameterMissing for a year that the file does not have."""
    path = Path(__file__).parent / f"{ORDER}.toml"
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    for entry in entries:
        if entry["first_year"] <= tax_year <= entry["last_year"]:
            return levels_from(entry["levels"])
    years = sorted(year for entry in entries for year in (entry["first_year"], entry["last_year"]))
    raise ParameterMissing(name, tax_year, years, f"levy/params/washington/{ORDER}.toml")


def levels_from(table: dict[str, list[str]]) -> tuple[Level, ...]:
    """Return the levels of a table, in the order of funding.

    Raises ParameterUnreadable for a component that does not exist, or that is on two levels.
    """
    file = f"levy/params/washington/{ORDER}.toml"
    components = {component.value for component in Component}
    seen: set[str] = set()
    for name in (name for names in table.values() for name in names):
        if name not in components:
            raise ParameterUnreadable(file, f"there is no component {name!r}")
        if name in seen:
            raise ParameterUnreadable(file, f"{name!r} is on two levels")
        seen.add(name)
    return tuple(
        Level(int(number), tuple(Component(name) for name in table[number]))
        for number in sorted(table, key=int, reverse=True)
    )
