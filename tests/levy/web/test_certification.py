"""Certifying a season: what is certified, what blocks it, and when it no longer holds."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from levy.kinds import MeasureKind, Outcome
from levy.law.season import Measure, Season
from levy.services.calculate_season import calculate_season
from levy.services.certification import last_certified
from levy.services.open_season import open_season
from tests.levy.web.clicking import Form, send
from tests.levy.web.page_reading import Page

PAGE = "/benton/2025/certification"
ACT = "Certify these levies"
KENN = "/benton/2025/levies/KENN/inputs?file=requests.csv&field=certified_amount"


@pytest.fixture
def computed(site_of: Callable[[Season], FlaskClient], benton: Season) -> FlaskClient:
    site = site_of(benton)
    calculate_season(2025)
    return site


def test_a_season_is_certified_and_says_by_whom(computed: FlaskClient) -> None:
    done = send(computed, PAGE, ACT)
    assert done.request.path == PAGE
    page = Page(done.text)
    assert (
        "Benton, WA 2025 is certified: 48 levies, tax in the county $318,402,817.30." in page.text
    )
    assert "48 levies, $318,402,817.30." in page.text
    assert ACT not in done.text, "it is certified already"
    assert "certified the season" in computed.get("/benton/2025/history").text
    view = open_season(2025)
    newer = view._replace(snapshot_version=view.snapshot_version + 1)
    holds = [found.holds for found in map(last_certified, (view, newer)) if found]
    assert holds == [True, False], "results of older values are nobody's certified ones"


def test_every_levy_stands_there_as_it_is_certified(computed: FlaskClient) -> None:
    table = Page(computed.get(PAGE).text).tables[0]
    rows = {row[0].shown.split()[0]: [cell.shown for cell in row[2:]] for row in table[1:-1]}
    assert len(rows) == 48
    assert rows["KENN"] == ["$15,800,172.00", "1.3046932417", "$15,800,172.00"]
    assert table[-1][-1].shown == "$318,402,817.30"


def test_an_edit_ends_it_and_says_why(computed: FlaskClient) -> None:
    send(computed, PAGE, ACT)
    before = open_season(2025)
    silent = send(computed, KENN, "certified_amount", text="15000000")
    assert silent.status_code == 422
    assert (
        "The season is certified, and an edit ends the certification. Write a reason" in silent.text
    )
    assert open_season(2025) == before
    form = Form(silent.text, "certified_amount")
    data = form.fields | {"note": "a new resolution"}
    done = computed.post(form.action, data=data, follow_redirects=True)
    assert "15800172.00 is now 15000000.00" in done.text
    assert "It is no longer certified." in done.text
    page = computed.get(PAGE).text
    assert "that certification no longer applies" in page
    assert ACT in page, "it can be certified as it is now"


def test_the_form_itself_says_that_the_season_is_certified(computed: FlaskClient) -> None:
    """Where scripts run, a pencil brings the form and nothing else of its page."""
    said = "This season is certified. Saving an input ends the certification and needs a reason."
    form = computed.get(KENN).text.partition("<form")[2].partition("</form>")[0]
    assert said not in form
    send(computed, PAGE, ACT)
    form = computed.get(KENN).text.partition('<form class="edit"')[2].partition("</form>")[0]
    assert said in form
    assert re.search(r'name="note"[^>]* required', form)


def test_an_undo_that_would_end_it_asks_why(computed: FlaskClient) -> None:
    send(computed, KENN, "certified_amount", text="15000000")
    history = "/benton/2025/history"
    assert 'value="undone"' in computed.get(history).text, "one click, while it is a draft"
    send(computed, PAGE, ACT)
    html = computed.get(history).text
    assert 'value="undone"' not in html
    [undo] = [link for link in Page(html).addresses() if "text=15800172.00" in link]
    form = Form(computed.get(undo).text, "certified_amount")
    assert (form.fields["text"], form.fields["note"]) == ("15800172.00", "")
    silent = computed.post(form.action, data=form.fields)
    assert (silent.status_code, "Write a reason" in silent.text) == (422, True)
    done = computed.post(
        form.action, data=form.fields | {"note": "it was right"}, follow_redirects=True
    )
    assert "15000000.00 is now 15800172.00" in done.text


def test_each_page_says_how_far_the_season_is(computed: FlaskClient) -> None:
    def said(address: str) -> str:
        return Page(computed.get(address).text).text

    # A page that is kept for its next reader says it, too.
    for _ in range(2):
        assert "Draft · 48 levies" in said("/benton/2025/")
    send(computed, PAGE, ACT)
    for _ in range(2):
        board = computed.get("/benton/2025/").text
        assert re.search(r">Certified</a> \w{3} \d+, \d{4} [0-9:]{5} UTC by ", board)
        for address in ("/benton/2025/levies/KENN", "/benton/2025/areas/K1"):
            assert " · certified · computed " in computed.get(address).text, address
    send(computed, KENN, "certified_amount", text="15000000", note="a new resolution")
    assert "Draft, changed since it was certified · 48 levies" in said("/benton/2025/")


def test_the_foot_comes_with_the_page_that_is_put_in_place(computed: FlaskClient) -> None:
    """Where scripts run, an edit puts the answer's #main in place of the page's, nothing else."""
    html = computed.get("/benton/2025/levies/KENN").text
    main = html.partition('<main id="main"')[2].partition("</main>")[0]
    assert "rates.csv " in main
    assert "rates.csv " not in html.replace(main, "")


def test_the_foot_names_the_figures(computed: FlaskClient) -> None:
    """Whoever has the export and a sheet of paper can see whether they are of the same figures."""

    def told() -> str:
        return re.search(r"rates.csv ([0-9a-f]{12})<", computed.get("/benton/2025/").text)[1]

    def of_the_export() -> str:
        content = io.BytesIO(computed.get("/benton/2025/export").data)
        with zipfile.ZipFile(content) as archive:
            return hashlib.sha256(archive.read("rates.csv")).hexdigest()[:12]

    before = told()
    assert before == of_the_export()
    send(computed, KENN, "certified_amount", text="15000000")
    assert before != told() == of_the_export()


def test_what_was_looked_at_is_what_is_certified(computed: FlaskClient) -> None:
    form = Form(computed.get(PAGE).text, ACT)
    send(computed, KENN, "certified_amount", text="15000000")
    late = computed.post(form.action, data=form.fields)
    assert (late.status_code, "computed again after your page was shown" in late.text) == (
        409,
        True,
    )
    assert "certified the season" not in computed.get("/benton/2025/history").text


def _measure(levy: str, **years: int) -> Measure:
    return Measure("Prop 1", levy, MeasureKind.EMS, Outcome.PASSED, **years)


# fmt: off
IN_THE_WAY = [
    # measure,                                              certified,   what it says,                     because
    (None,                                                  False,       "1 levy waits",                   "a district has not certified"),
    (_measure("FIRE2EMS", first_year=2015, last_year=2020), True,        "2020",                           "an ended measure is still levied"),
    (_measure("PROSSER", first_year=2025, last_year=2030),  False,       "Prop 1",                         "a passed measure is not in the season"),
]
# fmt: on


@pytest.mark.parametrize(
    "measure, certified, says, because", IN_THE_WAY, ids=[row[3] for row in IN_THE_WAY]
)
def test_what_stands_in_the_way_is_told_and_refused(
    site_of: Callable[[Season], FlaskClient],
    benton: Season,
    measure: Measure | None,
    certified: bool,
    says: str,
    because: str,
) -> None:
    requests = tuple(row for row in benton.requests if certified or row.levy != "PROSSER")
    measures = (*benton.measures, measure) if measure else benton.measures
    site = site_of(replace(benton, requests=requests, measures=measures))
    calculate_season(2025)
    page = site.get(PAGE).text
    assert "This season cannot be certified: " in page, because
    assert says in page, because
    assert ACT not in page
    token = Form(site.get("/imports/").text, "Check the files").fields["csrf_token"]
    refused = site.post(PAGE, data={"csrf_token": token, "state": "anything"})
    assert refused.status_code == 409
    assert "certified the season" not in site.get("/benton/2025/history").text


def test_a_season_that_is_not_computed(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    page = site_of(benton).get(PAGE).text
    assert "The season is not computed." in page
    assert ACT not in page


def test_paper_has_the_foot_on_every_sheet(computed: FlaskClient) -> None:
    html = computed.get("/benton/2025/levies/KENN").text
    main = html.partition('<main id="main"')[2].partition("</main>")[0]
    assert 'href="/benton/2025/paper.css"' in main, "it comes with what is put in place"
    foot = re.search(r'<footer class="foot">\s*<p>(.*?)</p>', main)[1]
    answer = computed.get("/benton/2025/paper.css")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/css", "no-store")
    assert f'content: "{foot}"' in answer.text
    send(computed, PAGE, ACT)
    now = foot.replace(" draft ", " certified ")
    assert f'content: "{now}"' in computed.get("/benton/2025/paper.css").text


def test_a_county_s_name_stays_within_its_quotation_marks(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    name = 'A "county" \\ of } ours'
    site = site_of(replace(benton, facts=replace(benton.facts, county=name), levy_values=()))
    address = site.get("/").location
    sheet = site.get(f"{address}paper.css").text
    assert r"content: " + r'"A \22 county\22  \5c  of } ours County, WA' in sheet
