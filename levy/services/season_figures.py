"""Finds a season's levies, areas and figures by name, and sorts levies for reading."""

import re
from decimal import Decimal
from difflib import get_close_matches

from levy.errors import CodeUnknown, SeasonNotComputed
from levy.kinds import DistrictKind, LevyStatus
from levy.law.season import Area, Levy, LevyResult, Season, SeasonResult
from levy.services.opened_season import OpenedSeason

# The order of the county's own certification; a kind that it does not name comes last.
_ORDER = (
    DistrictKind.STATE,
    DistrictKind.COUNTY,
    DistrictKind.ROAD,
    DistrictKind.CITY,
    DistrictKind.FIRE,
    DistrictKind.RFA,
    DistrictKind.EMS,
    DistrictKind.SCHOOL,
    DistrictKind.HOSPITAL,
    DistrictKind.PORT,
    DistrictKind.LIBRARY,
)
_NUMBERED = re.compile(r"([^0-9]*)([0-9]*)")


def result_of(view: OpenedSeason) -> SeasonResult:
    """Return the result of a season; raises SeasonNotComputed if there is none."""
    if view.result is None:
        raise SeasonNotComputed(view.season.facts.county, view.season.facts.tax_year)
    return view.result


def in_reading_order(season: Season) -> tuple[Levy, ...]:
    """Return the active levies in the order of a certification, grouped by district."""
    districts = {row.district: row for row in season.districts}

    def place(levy: Levy) -> tuple[int, list[tuple[str, int]], str, str]:
        district = districts[levy.district]
        rank = _ORDER.index(district.kind) if district.kind in _ORDER else len(_ORDER)
        return rank, _numbered(district.name), district.district, levy.levy

    active = (levy for levy in season.levies if levy.status is LevyStatus.ACTIVE)
    return tuple(sorted(active, key=place))


def _numbered(name: str) -> list[tuple[str, int]]:
    """Return a sort key that puts District 2 before District 10."""
    return [(text, int(number or -1)) for text, number in _NUMBERED.findall(name)]


def levies_of_area(season: Season, area: str) -> tuple[Levy, ...]:
    """Return the active levies that an area pays, in reading order."""
    paid = {row.levy for row in season.area_levies if row.area == area}
    return tuple(levy for levy in in_reading_order(season) if levy.levy in paid)


def levy_named(season: Season, code: str) -> Levy:
    """Return the active levy with this code, ignoring case, dashes and spaces."""
    levies = {levy.levy: levy for levy in in_reading_order(season)}
    match = _matching_code(code, list(levies))
    if match is None:
        raise CodeUnknown("levy", code, _nearest(code, list(levies)), season.facts.tax_year)
    return levies[match]


def area_named(season: Season, code: str) -> Area:
    """Return the area with this code, ignoring case, dashes and spaces: B-1 is B1."""
    areas = {area.area: area for area in season.areas}
    match = _matching_code(code, list(areas))
    if match is None:
        raise CodeUnknown("area", code, _nearest(code, list(areas)), season.facts.tax_year)
    return areas[match]


def total_tax(result: SeasonResult) -> Decimal | None:
    """Return the tax of all levies in this county; None until every levy's is known."""
    return complete_sum([row.tax for row in result.levies])


def complete_sum(amounts: list[Decimal | None]) -> Decimal | None:
    """Return a sum, 0 for no parts; None if a part is not known."""
    known_amounts = [amount for amount in amounts if amount is not None]
    return sum(known_amounts, Decimal(0)) if len(known_amounts) == len(amounts) else None


def result_of_levy(result: SeasonResult, levy: str) -> LevyResult:
    """Return one levy's result."""
    return next(row for row in result.levies if row.levy == levy)


def _matching_code(code: str, codes: list[str]) -> str | None:
    if code in codes:
        return code
    same = [name for name in codes if _normalized(name) == _normalized(code)]
    return same[0] if len(same) == 1 else None


def _nearest(code: str, codes: list[str]) -> list[str]:
    by_bare = {_normalized(name): name for name in codes}
    return [by_bare[name] for name in get_close_matches(_normalized(code), list(by_bare), n=3)]


def _normalized(code: str) -> str:
    return code.replace("-", "").replace(" ", "").upper()
