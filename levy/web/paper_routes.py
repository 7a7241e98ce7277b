"""The style sheet that prints the foot of a season's pages on every sheet of paper."""

from flask import Blueprint, Response

from levy.web.page_foot import foot_of
from levy.web.season_address import season_at

# Browsers that know no margin boxes print the foot of the screen, at the end alone.
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
    """Give the style sheet that prints the foot of a season's pages."""
    shown = season_at(county, year)
    foot = foot_of(shown.view, shown.last).replace("\\", r"\5c ").replace('"', r"\22 ")
    answer = Response(_SHEET.format(foot=foot), mimetype="text/css")
    # One that was kept could say "certified" over figures that no longer are.
    answer.headers["Cache-Control"] = "no-store"
    return answer
