"""What stands at the foot of a season's pages: on the screen once, on paper on every sheet."""

from flask import Blueprint, Response

from levy.services.certification import Certified
from levy.services.season_view import SeasonView
from levy.web import format as written
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


def add_paper(pages: Blueprint) -> None:
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


def foot_of(view: SeasonView, last: Certified | None) -> str:
    """Return whose figures are shown, of which values, how far they are, and their mark.

    The mark is the first letters of the SHA-256 of the export's rates.csv.
    """
    facts = view.season.facts
    of = f" of {written.day(facts.values_as_of)}" if facts.values_as_of else ""
    said = [
        f"{facts.county} County, {facts.state}",
        f"tax year {facts.tax_year}",
        f"values{of} (version {view.snapshot_version})",
    ]
    if view.computed_at is None:
        return " · ".join([*said, "not computed"])
    said += [state_word(last), f"computed {written.moment(view.computed_at)}"]
    if view.fingerprint:
        said.append(f"rates.csv {view.fingerprint}")
    return " · ".join(said)


def state_word(last: Certified | None) -> str:
    """Return how far a season is; a certification holds for the results that it was made of."""
    if last is None:
        return "draft"
    return "certified" if last.holds else "draft, changed since it was certified"
