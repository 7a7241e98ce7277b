"""The versions of a season's values: listed, and two of them compared."""

import re

from flask import Blueprint, render_template, request

from levy.services.value_snapshots import compared, snapshots_of
from levy.web.season_address import season_at


def add_value_routes(pages: Blueprint) -> None:
    """Add the page's address."""
    pages.add_url_rule("/<county>/<int:year>/values", view_func=values)


def values(county: str, year: int) -> str:
    """Show every version of the values, and what differs between two, mostly the last."""
    shown = season_at(county, year)
    season = shown.view.season
    listed = snapshots_of(season)
    versions = [row.version for row in listed]
    after = _asked("to", versions[0])
    before = _asked("from", max((one for one in versions if one < after), default=after))
    return render_template(
        "values.html",
        listed=listed,
        page=compared(season, before, after),
        areas={row.area for row in season.areas},
        **shown._asdict(),
    )


def _asked(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else usual
