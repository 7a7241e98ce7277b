"""The worksheet of a season's sums: the tax of all levies, and of all areas."""

from decimal import Decimal

from levy.law.season import SeasonResult
from levy.law.worksheet import Working, Worksheet, key_of
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import complete_sum, in_reading_order, total_tax

TAX_OF, AREA = "tax_of_", "area_"


def area_taxes(view: OpenedSeason, result: SeasonResult) -> dict[str, Decimal | None]:
    """Return the tax of each area that has values, by its code."""
    valued = {row.area for row in view.season.values}
    return {row.area: row.tax for row in result.areas if row.area in valued}


def sum_of(taxes: list[Decimal | None]) -> Decimal | None:
    """Return a sum; None if a part is not known, or if there are no parts."""
    return complete_sum(taxes) if taxes else None


def season_worksheet(view: OpenedSeason, result: SeasonResult) -> Worksheet:
    """Return the sums of a computed season: lines `total`, `areas` and `difference`, in dollars.

    A district with several levies has its own line: `district_line`.
    """
    sheet = Working("")
    tax = {row.levy: row.tax for row in result.levies}
    by_district: dict[str, list[str]] = {}
    for levy in in_reading_order(view.season):
        sheet.input(_tax_of(levy.levy), f"Tax of {levy.levy}", tax[levy.levy], "dollars", levy.levy)
        by_district.setdefault(levy.district, []).append(levy.levy)
    for row in view.season.districts:
        levies = by_district.get(row.district, [])
        if len(levies) > 1:
            sheet.computed_or_blank(
                district_line(row.district),
                f"Tax of {row.name}",
                sum_of([tax[levy] for levy in levies]),
                "dollars",
                " + ".join(map(_tax_of, levies)),
            )
    every = " + ".join(_tax_of(levy) for levies in by_district.values() for levy in levies)
    sheet.computed_or_blank(
        "total", "Total tax in the county", total_tax(result), "dollars", every or "0"
    )
    _areas(sheet, view, result)
    return sheet.worksheet()


def _areas(sheet: Working, view: OpenedSeason, result: SeasonResult) -> None:
    taxes = area_taxes(view, result)
    for area, tax in taxes.items():
        sheet.input(f"{AREA}{key_of(area)}", f"Tax of area {area}", tax, "dollars", area)
    areas, total = sum_of(list(taxes.values())), total_tax(result)
    every = " + ".join(f"{AREA}{key_of(area)}" for area in taxes)
    sheet.computed_or_blank(
        "areas", "Tax of all areas, each rounded separately", areas, "dollars", every or "0"
    )
    sheet.computed_or_blank(
        "difference",
        "Difference: rounding, and levies with their own values",
        None if total is None or areas is None else total - areas,
        "dollars",
        "total - areas",
    )


def district_line(district: str) -> str:
    """Return the key of the line with a district's sum."""
    return f"district_{key_of(district)}"


def _tax_of(levy: str) -> str:
    return f"{TAX_OF}{key_of(levy)}"
