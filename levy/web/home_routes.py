"""The addresses that belong to no season: the first page, and the glossary."""

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
    """Lead to the board of the newest season that has law; with no season, say how to load one."""
    known = addresses(seasons())
    if not known:
        return render_template("empty.html")
    # A season of a year without law can be read, and nothing can be done with it yet.
    newest = max(known, key=lambda name: (has_law(name.state, name.tax_year), name.tax_year))
    return redirect(url_for("web.board", **known[newest]))


def glossary() -> str:
    """Show what the terms of the trade mean."""
    return render_template("glossary.html", terms=terms_of_the_trade())
