"""The pages outside a season: the first page, and the glossary."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from levy.services.jurisdiction import has_law
from levy.services.open_season import seasons
from levy.web.glossary import glossary as terms_of_the_trade
from levy.web.season_address import addresses


def add_home_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    pages.add_url_rule("/", view_func=home)
    pages.add_url_rule("/help/glossary", view_func=glossary)


def home() -> Response | str:
    """Redirect to the board of the newest season with law; without a season, say how to load one.

    A season of a year whose law the program lacks can be read, but not computed.
    """
    boards = addresses(seasons())
    if not boards:
        return render_template("empty.html")

    newest = max(boards, key=lambda name: (has_law(name.state, name.tax_year), name.tax_year))
    return redirect(url_for("web.board", **boards[newest]))


def glossary() -> str:
    """Show what the terms of the trade mean."""
    return render_template("glossary.html", terms=terms_of_the_trade())
