"""A season to read: its board, a levy, its areas, its measures; computed, and given as files."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.services.calculate_season import calculate_season
from levy.services.measure_register import measure_register
from levy.services.season_archive import packed
from levy.services.season_figures import area_named, levy_named
from levy.services.season_name import county_title
from levy.web.area_view import area_page
from levy.web.areas_view import areas_choice_of, areas_page
from levy.web.attachment import attachment
from levy.web.board_choice import STATES, choice_of
from levy.web.board_view import board_of
from levy.web.levy_view import levy_page
from levy.web.page_cache import cached
from levy.web.rate_chart import rate_chart
from levy.web.season_address import season_at


def add_season_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/", view_func=board)
    pages.add_url_rule(f"{season}/levies/<path:code>", view_func=levy)
    pages.add_url_rule(f"{season}/areas/", view_func=areas)
    pages.add_url_rule(f"{season}/areas/<path:code>", view_func=area)
    pages.add_url_rule(f"{season}/measures", view_func=measures)
    pages.add_url_rule(f"{season}/compute", view_func=compute, methods=["POST"])
    pages.add_url_rule(f"{season}/export", view_func=export)


@cached
def board(county: str, year: int) -> str:
    """Show every levy of a season."""
    shown = season_at(county, year)
    board = board_of(shown.view, choice_of(request.args))
    return render_template("board.html", board=board, states=tuple(STATES), **shown._asdict())


@cached
def levy(county: str, year: int, code: str) -> Answer | str:
    """Show one levy's worksheet, line by line."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code)
    if found.levy != code:
        return redirect(url_for("web.levy", **shown.address, code=found.levy))
    page = levy_page(shown.view, found)
    return render_template("levy.html", page=page, **shown._asdict())


@cached
def areas(county: str, year: int) -> str:
    """Show all tax code areas at a glance."""
    shown = season_at(county, year)
    page = areas_page(shown.view, areas_choice_of(request.args))
    return render_template("areas.html", page=page, **shown._asdict())


@cached
def area(county: str, year: int, code: str) -> Answer | str:
    """Show one tax code area's stack of rates."""
    shown = season_at(county, year)
    found = area_named(shown.view.season, code)
    if found.area != code:
        return redirect(url_for("web.area", **shown.address, code=found.area))
    page = area_page(shown.view, found)
    return render_template("area.html", page=page, chart=rate_chart(page), **shown._asdict())


@cached
def measures(county: str, year: int) -> str:
    """Show what voters decided."""
    shown = season_at(county, year)
    register = measure_register(shown.view)
    return render_template("measures.html", register=register, **shown._asdict())


def compute(county: str, year: int) -> Answer:
    """Compute the season, and lead to its board."""
    shown = season_at(county, year)
    flash(calculate_season(year, county_title(shown.view.season)))
    return redirect(url_for("web.board", **shown.address), 303)


def export(county: str, year: int) -> Response:
    """Give the season folder, packed."""
    shown = season_at(county, year)
    content = packed(shown.view.season, shown.view.result)
    name = f"{shown.address['county']}-{year}.zip"
    return attachment(content, name=name, mimetype="application/zip")
