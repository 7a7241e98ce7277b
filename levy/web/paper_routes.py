"""The style sheet that prints the foot of a season's pages on every sheet of paper."""

from flask import Blueprint, Response

from levy.web.page_foot import foot_of
from levy.web.season_address import season_at

# Browsers that do not support margin boxes print the page's own foot, at the end only.
_SHEET = """@page {{
  @bottom-left {{ content: "{foot}"; font: 7pt "Source Sans Pro Web", sans-serif; width: 90%; }}
  @bottom-right {{
    content: counter(page) " of " counter(pages);
    font: 7pt "Source Sans Pro Web", sans-serif;
  }}
}}
.has-margins .foot {{ display: none; }}
"""


def add_paper_routes(pages: Blueprint) -> None:
    """Add the style sheet's address."""
    pages.add_url_rule("/<county>/<int:year>/paper.css", view_func=paper)


def paper(county: str, year: int) -> Response:
    """Return the style sheet that prints the foot of a season's pages."""
    context = season_at(county, year)
    foot = foot_of(context.view, context.last).replace("\\", r"\5c ").replace('"', r"\22 ")
    answer = Response(_SHEET.format(foot=foot), mimetype="text/css")
    # A cached copy could print "certified" below figures that no longer are.
    answer.headers["Cache-Control"] = "no-store"
    return answer
