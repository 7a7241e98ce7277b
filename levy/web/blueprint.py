"""Which page stands at which address."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from levy.services.jurisdiction import has_law
from levy.services.measure_register import measure_register
from levy.services.open_season import seasons
from levy.services.season_figures import area_named, levy_named
from levy.web.area_view import area_page
from levy.web.areas_view import areas_choice_of, areas_page
from levy.web.board_choice import STATES, choice_of
from levy.web.board_view import board_of
from levy.web.certification_routes import add_certification_pages
from levy.web.error_handlers import answer_with_sentences
from levy.web.figure_routes import add_figure_pages
from levy.web.glossary import glossary as terms_of_the_trade
from levy.web.import_routes import add_import_pages
from levy.web.input_routes import add_input_pages
from levy.web.levy_view import levy_page
from levy.web.page_cache import kept
from levy.web.paper import add_paper
from levy.web.rate_chart import rate_chart
from levy.web.scenario_routes import add_scenario_pages
from levy.web.season_address import addresses, season_at
from levy.web.season_routes import add_season_pages
from levy.web.security_headers import with_security_headers
from levy.web.template_names import names_for_templates
from levy.web.this_machine_alone import this_machine_alone
from levy.web.value_routes import add_value_pages
from levy.web.what_if_routes import add_what_if_pages
from levy.web.writes import guard_writes


def create_blueprint() -> Blueprint:
    """Return the pages, their style sheets, and what answers when something is wrong."""
    pages = Blueprint(
        "web",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/assets",
    )
    pages.add_url_rule("/", view_func=home)
    pages.add_url_rule("/help/glossary", view_func=glossary)
    pages.add_url_rule("/<county>/<int:year>/", view_func=board)
    pages.add_url_rule("/<county>/<int:year>/levies/<path:code>", view_func=levy)
    pages.add_url_rule("/<county>/<int:year>/areas/", view_func=areas)
    pages.add_url_rule("/<county>/<int:year>/areas/<path:code>", view_func=area)
    pages.add_url_rule("/<county>/<int:year>/measures", view_func=measures)
    pages.before_app_request(this_machine_alone)
    add_certification_pages(pages)
    add_figure_pages(pages)
    add_import_pages(pages)
    add_input_pages(pages)
    add_season_pages(pages)
    add_paper(pages)
    add_scenario_pages(pages)
    add_value_pages(pages)
    add_what_if_pages(pages)
    guard_writes(pages)
    pages.app_context_processor(names_for_templates)
    pages.after_app_request(with_security_headers)
    answer_with_sentences(pages)
    return pages


def home() -> Response | str:
    """Lead to the board of the newest season that has law; with no season, say how to load one."""
    known = addresses(seasons())
    if not known:
        return render_template("empty.html")
    # A season of a year without law can be read, and nothing can be done with it yet.
    newest = max(known, key=lambda name: (has_law(name.state, name.tax_year), name.tax_year))
    return redirect(url_for("web.board", **known[newest]))


@kept
def board(county: str, year: int) -> str:
    """Show every levy of a season."""
    shown = season_at(county, year)
    board = board_of(shown.view, choice_of(request.args))
    return render_template("board.html", board=board, states=tuple(STATES), **shown._asdict())


@kept
def levy(county: str, year: int, code: str) -> Response | str:
    """Show one levy's worksheet, line by line."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code)
    if found.levy != code:
        return redirect(url_for("web.levy", **shown.address, code=found.levy))
    page = levy_page(shown.view, found)
    return render_template("levy.html", page=page, **shown._asdict())


@kept
def areas(county: str, year: int) -> str:
    """Show all tax code areas at a glance."""
    shown = season_at(county, year)
    page = areas_page(shown.view, areas_choice_of(request.args))
    return render_template("areas.html", page=page, **shown._asdict())


@kept
def area(county: str, year: int, code: str) -> Response | str:
    """Show one tax code area's stack of rates."""
    shown = season_at(county, year)
    found = area_named(shown.view.season, code)
    if found.area != code:
        return redirect(url_for("web.area", **shown.address, code=found.area))
    page = area_page(shown.view, found)
    return render_template("area.html", page=page, chart=rate_chart(page), **shown._asdict())


@kept
def measures(county: str, year: int) -> str:
    """Show what voters decided."""
    shown = season_at(county, year)
    register = measure_register(shown.view)
    return render_template("measures.html", register=register, **shown._asdict())


def glossary() -> str:
    """Show what the terms of the trade mean."""
    return render_template("glossary.html", terms=terms_of_the_trade())
