"""What somebody who means harm, or a spreadsheet, writes into every field that takes text."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.open_season import open_season
from tests.levy.web.clicking import Form, send, zipped
from tests.levy.web.conftest import BENTON
from tests.levy.web.page_reading import Page

SiteOf = Callable[[Season], FlaskClient]
KENN = "/benton/2025/levies/KENN"
# fmt: off
TEXTS = [
    # text                                                  because
    ("<script>alert(1)</script>",                           "HTML"),
    ('"><img src=x onerror=alert(1)>',                      "an attribute's end"),
    ("'; DROP TABLE levy; --",                              "SQL"),
    ("{{ 7 * 7 }}{% raw %}",                                "a template"),
    ("=HYPERLINK(1)",                                       "a formula"),
    ("%s %(name)s {path} {0}",                              "a form to be filled in"),
    ("../../etc/passwd",                                    "a path"),
    ("\u202edetrevni",                                      "letters that turn others round"),
    ("x" * 5000,                                            "far too much"),
]
ASKED = [
    # address                                               answer    because
    ("/benton/2025/?find={}",                               {200},    "the board's search"),
    ("/benton/2025/?sort={0}&kind={0}&status={0}&down={0}", {200},    "its columns and choices"),
    ("/benton/2025/what-if/?s={}",                          {200},    "which scenarios"),
    ("/benton/2025/what-if/?home={}",                       {422},    "a home's value"),
    ("/benton/2025/what-if/?area={}",                       {422},    "its area"),
    (KENN + "/figures/P2S?scenario={}",                     {404},    "a scenario of a figure"),
    (KENN + "/inputs?file=requests.csv&field=refund&text={}", {200},  "what an undo would write"),
    (KENN + "/inputs?file={}&field={}&line={}",             {200},    "which input"),
]
# fmt: on
BY_TEXT = pytest.mark.parametrize("text, because", TEXTS, ids=[row[1] for row in TEXTS])


@pytest.fixture
def computed(site_of: SiteOf, benton: Season) -> FlaskClient:
    site = site_of(benton)
    calculate_season(2025)
    return site


def _harmless(html: str) -> None:
    """See that nothing of a text became a part of the page, and that it was not run."""
    assert html.count("<script") == 2, "our own two files"
    assert "img" not in {tag for tag, _ in Page(html).elements}
    assert "onerror" not in {name for _, attrs in Page(html).elements for name in attrs}
    assert "49{%" not in html, "no template runs"


@BY_TEXT
@pytest.mark.parametrize("address, answers, asked", ASKED, ids=[row[2] for row in ASKED])
def test_what_an_address_asks(
    site: FlaskClient, address: str, answers: set[int], asked: str, text: str, because: str
) -> None:
    path, _, query = address.partition("?")
    names = [part.split("=")[0] for part in query.split("&")]
    answer = site.get(path, query_string=dict.fromkeys(names, text))
    assert answer.status_code in answers, (asked, because)
    _harmless(answer.text)


@BY_TEXT
def test_a_note_is_told_as_it_was_written(computed: FlaskClient, text: str, because: str) -> None:
    address = f"{KENN}/inputs?file=requests.csv&field=certified_amount"
    answer = send(computed, address, "certified", text="15000000", note=text)
    html = computed.get(f"{KENN}/history").text
    _harmless(html)
    if len(text) > 500:
        assert answer.status_code == 422, because
        assert f"The field note was not changed. It has {len(text):,} letters" in answer.text
        assert text[:500] not in html, "nothing is cut off in silence"
    else:
        assert answer.status_code == 200, because
        assert text.replace("\u202e", "") in Page(html).text, because


@BY_TEXT
def test_a_text_of_a_request(
    computed: FlaskClient, benton: Season, text: str, because: str
) -> None:
    address = f"{KENN}/inputs?file=requests.csv&field=resolution_number"
    answer = send(computed, address, "resolution_number", text=text)
    assert answer.status_code in {200, 422}, because
    _harmless(answer.text)
    _harmless(computed.get(f"{KENN}/inputs").text)
    assert open_season(2025).season.levies == benton.levies, "every table is still there"


@BY_TEXT
def test_a_scenario_s_name(computed: FlaskClient, text: str, because: str) -> None:
    made = send(computed, "/benton/2025/what-if/", "New scenario", name=text)
    assert made.status_code == (422 if len(text) > 80 else 200), because
    _harmless(made.text)
    _harmless(computed.get("/benton/2025/what-if/").text)


@BY_TEXT
def test_a_file_s_name(computed: FlaskClient, text: str, because: str) -> None:
    answer = send(
        computed, "/imports/", "Check the files", files=[(io.BytesIO(b"a,b\n"), f"{text}.csv")]
    )
    assert answer.status_code == 422, because
    _harmless(answer.text)


# fmt: off
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)"]
# fmt: on


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_export_runs_a_formula(benton: Season, site_of: SiteOf, formula: str) -> None:
    levies = tuple(replace(row, name=formula) for row in benton.levies)
    requests = tuple(replace(row, resolution_number=formula) for row in benton.requests)
    site = site_of(replace(benton, levies=levies, requests=requests))
    calculate_season(2025)
    content = site.get("/benton/2025/export").data
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tables = [archive.read(name).decode() for name in archive.namelist()]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row]
    assert f"'{formula}" in cells
    assert formula not in cells


def test_no_table_of_problems_runs_a_formula(empty_site: FlaskClient) -> None:
    wrong = "levy,certified_amount\n=1+1,@SUM(A1)\n"
    made, name = zipped(BENTON, requests=wrong)
    with zipfile.ZipFile(made, "a") as archive:
        for sign in "=+-@":
            archive.writestr(f"{sign}HYPERLINK(1).csv", "a,b\n")
    made.seek(0)
    looked = send(empty_site, "/imports/", "Check the files", files=[(made, name)])
    table = empty_site.get(f"{looked.request.path}/problems.csv").text
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    names = {f"'{sign}HYPERLINK(1).csv" for sign in "=+-@"}
    assert names <= set(cells), "a file's name is whatever its sender wrote"
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


def test_a_form_of_yesterday(computed: FlaskClient) -> None:
    form = Form(computed.get(f"{KENN}/inputs?file=limits.csv&field=limit_factor").text, "Save")
    calculate_season(2025)
    fresh = computed.post(form.action, data=form.fields | {"text": "1.005"})
    assert fresh.status_code == 303, "computing again changes no input"
    again = computed.post(form.action, data=form.fields | {"text": "1.02"})
    assert again.status_code == 409
    assert "1.005" in again.text
    limits = {row.levy: f"{row.limit_factor}" for row in open_season(2025).season.limits}
    assert limits["KENN"] == "1.005"


def test_a_form_of_the_morning_is_taken_in_the_evening(computed: FlaskClient) -> None:
    assert computed.application.config["WTF_CSRF_TIME_LIMIT"] >= 10 * 3600
