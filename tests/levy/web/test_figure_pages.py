"""Every figure leads to a page that says how it came to be."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from flask.testing import FlaskClient

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import Cell
from levy.services.edit_input import Edit, edit_input
from levy.services.history import history
from levy.services.import_season import import_season
from levy.services.opened_season import OpenedSeason
from levy.services.season_form import form_of
from levy.services.season_worksheet import season_worksheet
from levy.services.what_if import change_scenario, new_scenario, what_ifs
from levy.web.figure_view import FigureOwner, WorksheetContext, figure_page
from tests.law.formula import evaluated
from tests.levy.web.conftest import BENTON
from tests.levy.web.page_reading import Page
from tests.levy.web.test_half_filled import SiteOf

HOME = "/benton/2025"
WHY = re.compile(r'<a class="why" href="([^"]+)">([^<]+)</a>')
# Their worksheets have every shape that there is; each figure of them is followed.
FOLLOWED = ("KENN", "COUNTY", "CNYVET", "FIRE2", "FIRE2EMS", "SD17MO", "STATE", "SD200BD")

# fmt: off
FIGURES = [
    # address                         its figure             its text                              because
    ("levies/KENN/figures/P2S",       "$15,800,172.00",      "= P2P + Shifted to this levy",           "a line, by its key"),
    ("levies/KENN/figures/amount",    "$15,800,172.00",      "line P2S: levy KENN",                    "what is levied, by its name"),
    ("levies/KENN/figures/rate",      "1.3046932417",        "= P2S ÷ Value of the district",              "its certified rate"),
    ("levies/COUNTY/figures/amount",  "$27,212,485.29",      "Set aside for CNYVET",                   "what is left after parts are set aside"),
    ("levies/CNYVET/figures/amount",  "$408,732.23",         "received_rates.csv, row CNYVET, column rate", "a part"),
    ("levies/KENN/figures/certified_rate", "1.3046932417",   "= P2S",                                  "the rate, by its name"),
    ("levies/KENN/figures/I_rate",    "",                    "has no figure 'I_rate'",                 "no such line"),
    ("levies/KENN/figures/maximum_rate", "3.586953659325",   "the worksheet of MCLIB",                 "another levy's rate"),
    ("levies/KENN/figures/value",     "$12,110,258,178",     "version 1 of the values, of Jan 15, 2025", "which values"),
    ("levies/KENN/figures/value",     "$12,110,258,178",     "Its value comes from the areas that pay it: ",      "whose values"),
    ("levies/KENN/figures/next_highest_lawful_levy", "$15,969,258.39", "line K: levy KENN",            "what next year begins with"),
    ("levies/KENN/figures/request",   "$15,800,172.00",      "line P2H: levy KENN",                    "what was asked"),
    ("levies/SD17MO/figures/request", "$",                   "Amount certified, refunds included",     "the same of a school"),
    ("levies/KENN/figures/last_rate",   "1.324557023338",      "limits.csv, row KENN, column last_rate", "last year's rate"),
    ("levies/KENN/figures/next_rate", "1.304693241694",      "line P2O: levy KENN",                    "the rate that it begins with"),
    ("levies/FIRE2/figures/next_rate", "1.5",                "measures.csv, FIRE2-lift",               "a rate that voters approved"),
    ("levies/SD200BD/figures/rate",   "1.7118324546",        "Yakima County",                          "a rate that was received"),
    ("areas/K1/figures/tax",          "$81,044,817.81",      "Rates on the regular value × Regular value", "an area's tax"),
    ("areas/K1/figures/total_rate",   "7.9099644462",        "Rate of KENN",                           "its rates added up"),
    ("areas/K1/figures/left_1",       "",                    "The $5.90 limit − Counted in the $5.90 limit", "the room in a limit"),
    ("areas/K1/figures/regular",      "$10,284,149,896",     "values.csv, row K1, column regular",     "a value"),
    ("figures/total",                 "$318,402,817.30",     "the sum of the 48 lines below",          "the county's total"),
    ("figures/areas",                 "",                    "area K1",                                "the same by area"),
    ("figures/district_506",       "",                    "Tax of CNYVET",                          "a district's sum"),
]
# fmt: on


@pytest.mark.parametrize("address, shown, page_text, because", FIGURES)
def test_how_a_figure_came_to_be(
    site: FlaskClient, address: str, shown: str, page_text: str, because: str
) -> None:
    page = Page(site.get(f"{HOME}/{address}", follow_redirects=True).text)
    assert page_text in page.text, because
    assert shown in page.text, because


def test_every_line_of_a_worksheet_is_followed_to_what_was_given(view: OpenedSeason) -> None:
    assert view.result is not None
    for row in view.result.levies:
        if row.levy not in FOLLOWED or row.worksheet is None:
            continue
        sheet = row.worksheet
        context = WorksheetContext(
            FigureOwner("levy", row.levy), sheet, form_of(view.season), (), {}
        )
        for line in sheet.lines:
            page = figure_page(context, line.key)
            keys = [step.row.line.key for step in page.steps]
            assert keys[0] == line.key
            assert len(keys) == len(set(keys)), "each line once"
            for step in page.steps:
                named = {piece.key for piece in step.row.symbols if piece.key}
                assert named <= set(keys), f"{line.key}: all that it is computed from is there"
            for used in page.used_in:
                assert line.key in used.formula or used.source == f"line {line.key}"


def test_the_sums_are_those_of_the_season(view: OpenedSeason) -> None:
    assert view.result is not None
    sheet = season_worksheet(view, view.result)
    assert sheet.value("total") == Decimal("318402817.30")
    for line in sheet.lines:
        if line.formula:
            assert evaluated(line, sheet) == line.value, line.key


def test_every_figure_of_a_page_leads_to_one_that_shows_it(site: FlaskClient) -> None:
    for start in ("", "levies/COUNTY", "levies/FIRE2", "areas/K1", "areas/", "certification"):
        links = WHY.findall(site.get(f"{HOME}/{start}").text)
        assert links, start
        for address, figure in links[:: 1 if start.startswith("levies") else 9]:
            answer = Page(site.get(unescape(address), follow_redirects=True).text)
            assert "Where this number comes from" in answer.text, address
            assert figure.removeprefix("$") in answer.text, (start, address)


def test_who_typed_an_input_and_when(empty_site: FlaskClient) -> None:
    site = empty_site
    import_season(BENTON)
    calculate_season(2025, None)
    cell = Cell("requests.csv", "KENN", "certified_amount")
    edit_input(2025, "Benton, WA", Edit(cell, "15800172.00", "15000000", "the council's letter"))
    text = Page(site.get(f"{HOME}/levies/KENN/figures/P2H").text).text
    assert "requests.csv, row KENN, column certified_amount" in text
    assert "edited an input on" in text
    assert ": 15800172.00 → 15000000.00; the council's letter" in text
    other = Page(site.get(f"{HOME}/levies/KENN/figures/refund").text).text
    assert "loaded the season's files on" in other
    assert "15000000" not in other.replace("15,000,000", "")


def test_a_later_import_wrote_it_last(benton: Season, site_of: SiteOf) -> None:
    site = site_of(benton)
    calculate_season(2025, None)
    cell = Cell("requests.csv", "KENN", "certified_amount")
    edit_input(2025, "Benton, WA", Edit(cell, "15800172.00", "15000000", ""))
    import_season(BENTON)
    calculate_season(2025, None)
    assert history(benton)[1].writes_all
    text = Page(site.get(f"{HOME}/levies/KENN/figures/P2H").text).text
    assert "loaded the season's files on" in text
    assert "→" not in text


def test_a_figure_of_a_scenario(benton: Season, site_of: SiteOf) -> None:
    site = site_of(benton)
    calculate_season(2025, None)
    number = new_scenario(benton, "less for Kennewick")
    [made] = what_ifs(benton, (number,))
    change = (Cell("requests.csv", "KENN", "certified_amount"), "15000000")
    change_scenario(benton, number, change, mark=made.mark)
    here = f"{HOME}/levies/KENN/figures/amount?scenario={number}"
    page = Page(site.get(here, follow_redirects=True).text)
    assert "$15,000,000.00" in page.text
    assert "This number belongs to the scenario less for Kennewick, not to the season" in page.text
    assert "changed in this scenario, 15800172.00 → 15000000.00" in page.text
    onward = [link for link in page.addresses() if "/figures/" in link]
    assert onward
    assert all(link.endswith(f"?scenario={number}") for link in onward)
    beside = Page(site.get(f"{HOME}/what-if/{number}").text)
    assert any(link.endswith(f"amount?scenario={number}") for link in beside.addresses())
    assert "$15,800,172.00" in Page(site.get(f"{HOME}/levies/KENN/figures/P2S").text).text


# fmt: off
WRONG = [
    # address                                status  says                                            because
    ("levies/KENN/figures/P2Z",              404,    "no figure 'P2Z'. Nearest: P2",                 "near one that it has"),
    ("levies/KENN/figures/xyzzy",            404,    "See the levy's worksheet",                   "near none"),
    ("levies/NOBODY/figures/P2S",            404,    "has no levy 'NOBODY'",                         "no such levy"),
    ("areas/K1/figures/P2S",                 404,    "has no figure 'P2S'",                          "a line of another worksheet"),
    ("levies/KENN/figures/P2S?scenario=99",  404,    "There is no scenario 99",                      "no such scenario"),
    ("levies/KENN/figures/P2S?scenario=" + "9" * 5000, 404, "There is no scenario 9", "more than a number"),
    ("levies/KENN/figures/P2S?scenario=<b>", 404,    "There is no scenario",                         "no number"),
]
# fmt: on


@pytest.mark.parametrize("address, status, says, because", WRONG)
def test_an_address_that_leads_nowhere(
    site: FlaskClient, address: str, status: int, says: str, because: str
) -> None:
    answer = site.get(f"{HOME}/{address}")
    assert (answer.status_code, says in Page(answer.text).text) == (status, True), because


def test_a_season_that_is_not_computed_has_no_figures(benton: Season, site_of: SiteOf) -> None:
    site = site_of(benton)
    for address in ("figures/total", "levies/KENN/figures/P2S", "areas/K1/figures/tax"):
        answer = site.get(f"{HOME}/{address}")
        assert answer.status_code == 404, address
        assert "not computed" in Page(answer.text).text


# fmt: off
ASKED = ["endpoint=x", "year=abc", "_method=POST", "code=RICH", "_scheme=ftp", "key=A", "_external=1"]
# fmt: on


@pytest.mark.parametrize("asked", ASKED)
def test_a_named_figure_leads_to_its_own_line_whatever_is_asked(
    site: FlaskClient, asked: str
) -> None:
    answer = site.get(f"{HOME}/levies/KENN/figures/amount?{asked}")
    assert (answer.status_code, answer.location) == (302, f"{HOME}/levies/KENN/figures/P2S")


def test_a_season_without_values_has_no_tax_of_all_areas(benton: Season, site_of: SiteOf) -> None:
    site = site_of(replace(benton, values=()))
    calculate_season(2025, None)
    text = Page(site.get(f"{HOME}/figures/areas").text).text
    assert "each rounded separately | — " in text
    assert "$0.00" not in text
