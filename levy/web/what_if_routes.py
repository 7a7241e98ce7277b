"""The what-if page: a season's scenarios side by side, and a form for a new one."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.services.result_comparison import result_comparison
from levy.services.what_if import MOST_LETTERS, new_scenario, scenario_names, what_ifs
from levy.web.season_address import season_at
from levy.web.typical_home import home_query, typical_home
from levy.web.writes import sent

MOST = 4


def add_what_if_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    rule = "/<county>/<int:year>/what-if/"
    pages.add_url_rule(rule, view_func=what_if)
    pages.add_url_rule(rule, view_func=make_scenario, methods=["POST"])


def what_if(county: str, year: int) -> tuple[str, int]:
    """Show the season and up to four scenarios side by side."""
    context = season_at(county, year)
    names = scenario_names(context.view.season)
    chosen = [int(text) for text in request.args.getlist("s") if re.fullmatch(r"[0-9]{1,18}", text)]
    numbers = tuple(chosen or [number for number, _ in names])[:MOST]
    scenarios = what_ifs(context.view.season, numbers) if numbers else ()
    typed = typical_home(context.view.season)
    html = render_template(
        "what_if.html",
        page=result_comparison(context.view, scenarios, area=typed.area, value=typed.value),
        typical_home=typed,
        names=names,
        chosen=numbers,
        home=home_query(),
        most_letters=MOST_LETTERS,
        **context._asdict(),
    )
    return html, 422 if typed.problem else 200


def make_scenario(county: str, year: int) -> Answer:
    """Create a scenario, and redirect to it."""
    context = season_at(county, year)
    number = new_scenario(context.view.season, sent("name"))
    address = url_for("web.scenario", number=number, **context.address, **home_query())
    return redirect(address, 303)
