"""A season's pages: its board, levies, areas and measures; and to compute and export it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.services.calculate_season import calculate_season
from levy.services.measure_register import measure_register
from levy.services.season_archive import season_zip
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
    context = season_at(county, year)
    board = board_of(context.view, choice_of(request.args))
    return render_template("board.html", board=board, states=tuple(STATES), **context._asdict())


@cached
def levy(county: str, year: int, code: str) -> Answer | str:
    """Show one levy's worksheet, line by line."""
    context = season_at(county, year)
    levy_row = levy_named(context.view.season, code)
    if levy_row.levy != code:
        return redirect(url_for("web.levy", **context.address, code=levy_row.levy))
    page = levy_page(context.view, levy_row)
    return render_template("levy.html", page=page, **context._asdict())


@cached
def areas(county: str, year: int) -> str:
    """Show all tax code areas at a glance."""
    context = season_at(county, year)
    page = areas_page(context.view, areas_choice_of(request.args))
    return render_template("areas.html", page=page, **context._asdict())


@cached
def area(county: str, year: int, code: str) -> Answer | str:
    """Show one tax code area with the rates of its levies."""
    context = season_at(county, year)
    area_row = area_named(context.view.season, code)
    if area_row.area != code:
        return redirect(url_for("web.area", **context.address, code=area_row.area))
    page = area_page(context.view, area_row)
    return render_template("area.html", page=page, chart=rate_chart(page), **context._asdict())


@cached
def measures(county: str, year: int) -> str:
    """Show what voters decided."""
    context = season_at(county, year)
    register = measure_register(context.view)
    return render_template("measures.html", register=register, **context._asdict())


def compute(county: str, year: int) -> Answer:
    """Compute the season, and redirect to its board."""
    context = season_at(county, year)
    flash(calculate_season(year, county_title(context.view.season)))
    return redirect(url_for("web.board", **context.address), 303)


def export(county: str, year: int) -> Response:
    """Return a zip of the season folder."""
    context = season_at(county, year)
    content = season_zip(context.view.season, context.view.result)
    name = f"{context.address['county']}-{year}.zip"
    return attachment(content, name=name, mimetype="application/zip")
