"""The page of the versions of a season's values, which compares two of them."""

import re

from flask import Blueprint, render_template, request

from levy.services.value_snapshots import compare_snapshots, snapshots_of
from levy.web.season_address import season_at


def add_value_routes(pages: Blueprint) -> None:
    """Add the page's address."""
    pages.add_url_rule("/<county>/<int:year>/values", view_func=values)


def values(county: str, year: int) -> str:
    """Show every version of the values, and the differences between two (default: the last two)."""
    context = season_at(county, year)
    season = context.view.season
    listed = snapshots_of(season)
    versions = [row.version for row in listed]
    after = _version_argument("to", versions[0])
    before = _version_argument(
        "from", max((version for version in versions if version < after), default=after)
    )
    return render_template(
        "values.html",
        listed=listed,
        page=compare_snapshots(season, before, after),
        areas={row.area for row in season.areas},
        **context._asdict(),
    )


def _version_argument(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else usual
