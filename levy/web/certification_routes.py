"""Certification: what stands in the way of it, the levies that are certified, and the act."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from levy.law.season import District, Levy, LevyResult
from levy.services.certification import certify, in_the_way, state_of
from levy.services.season_figures import in_reading_order, total_tax
from levy.services.season_name import county_title
from levy.services.season_view import SeasonView
from levy.web.season_address import season_at
from levy.web.writes import sent


class Row(NamedTuple):
    """A levy as it is certified; a result that is None is not computed."""

    levy: Levy
    district: District
    result: LevyResult | None


def add_certification_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    here = "/<county>/<int:year>/certification"
    pages.add_url_rule(here, view_func=certification)
    pages.add_url_rule(here, view_func=certify_season, methods=["POST"])


def certification(county: str, year: int) -> str:
    """Show the levies with their amounts, what stands in the way, and the last certification."""
    shown = season_at(county, year)
    view = shown.view
    return render_template(
        "certification.html",
        rows=_rows(view),
        total=total_tax(view.result) if view.result else None,
        reasons=in_the_way(view),
        state=state_of(view),
        **shown._asdict(),
    )


def certify_season(county: str, year: int) -> Answer:
    """Certify the season as the page showed it."""
    shown = season_at(county, year)
    flash(certify(year, county_title(shown.view.season), shown=sent("state")))
    return redirect(url_for("web.certification", **shown.address), 303)


def _rows(view: SeasonView) -> tuple[Row, ...]:
    districts = {row.district: row for row in view.season.districts}
    results = {row.levy: row for row in view.result.levies} if view.result else {}
    return tuple(
        Row(levy, districts[levy.district], results.get(levy.levy))
        for levy in in_reading_order(view.season)
    )
