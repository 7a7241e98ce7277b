"""The certification page: what blocks certifying, the levies to certify, and the button."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from levy.law.season import District, Levy, LevyResult
from levy.services.certification import blockers, certify, state_of
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import in_reading_order, total_tax
from levy.services.season_name import county_title
from levy.web.season_address import season_at
from levy.web.writes import sent


class CertifiedLevy(NamedTuple):
    """A levy to certify; result is None if the season is not computed."""

    levy: Levy
    district: District
    result: LevyResult | None


def add_certification_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    rule = "/<county>/<int:year>/certification"
    pages.add_url_rule(rule, view_func=certification)
    pages.add_url_rule(rule, view_func=certify_season, methods=["POST"])


def certification(county: str, year: int) -> str:
    """Show the levies with their amounts, what blocks certifying, and the last certification."""
    context = season_at(county, year)
    view = context.view
    return render_template(
        "certification.html",
        rows=_rows(view),
        total=total_tax(view.result) if view.result else None,
        reasons=blockers(view),
        state=state_of(view),
        **context._asdict(),
    )


def certify_season(county: str, year: int) -> Answer:
    """Certify the season as the page showed it."""
    context = season_at(county, year)
    flash(certify(year, county_title(context.view.season), shown=sent("state")))
    return redirect(url_for("web.certification", **context.address), 303)


def _rows(view: OpenedSeason) -> tuple[CertifiedLevy, ...]:
    districts = {row.district: row for row in view.season.districts}
    results = {row.levy: row for row in view.result.levies} if view.result else {}
    return tuple(
        CertifiedLevy(levy, districts[levy.district], results.get(levy.levy))
        for levy in in_reading_order(view.season)
    )
