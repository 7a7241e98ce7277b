"""What-if: a season's scenarios side by side, and a new one."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.services.result_comparison import result_comparison
from levy.services.what_if import MOST_LETTERS, new_scenario, scenario_names, what_ifs
from levy.web.season_address import season_at
from levy.web.typical_home import home_asked, typical_home
from levy.web.writes import sent

MOST = 4


def add_what_if_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    here = "/<county>/<int:year>/what-if/"
    pages.add_url_rule(here, view_func=what_if)
    pages.add_url_rule(here, view_func=make_scenario, methods=["POST"])


def what_if(county: str, year: int) -> tuple[str, int]:
    """Show the season and up to four scenarios side by side."""
    shown = season_at(county, year)
    known = scenario_names(shown.view.season)
    asked = [int(one) for one in request.args.getlist("s") if re.fullmatch(r"[0-9]{1,18}", one)]
    numbers = tuple(asked or [number for number, _ in known])[:MOST]
    found = what_ifs(shown.view.season, numbers) if numbers else ()
    typed = typical_home(shown.view.season)
    html = render_template(
        "what_if.html",
        page=result_comparison(shown.view, found, area=typed.area, value=typed.value),
        typical_home=typed,
        known=known,
        chosen=numbers,
        home=home_asked(),
        most_letters=MOST_LETTERS,
        **shown._asdict(),
    )
    return html, 422 if typed.problem else 200


def make_scenario(county: str, year: int) -> Answer:
    """Make a scenario, and lead to it."""
    shown = season_at(county, year)
    number = new_scenario(shown.view.season, sent("name"))
    there = url_for("web.scenario", number=number, **shown.address, **home_asked())
    return redirect(there, 303)
