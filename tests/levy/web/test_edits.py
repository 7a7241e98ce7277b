"""Inputs edited where they are read: what follows, what is refused, and who sees it."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import Cell, season_with, text_of
from levy.services.open_season import open_season
from tests.levy.web.clicking import Form, send

KENN = "/benton/2025/levies/KENN/inputs?file=requests.csv&field=certified_amount"
# fmt: off
REFUSED = [
    # file,           field,              text,                          because
    ("requests.csv",  "certified_amount", "1.234",                       "a third decimal of a dollar"),
    ("requests.csv",  "certified_amount", "-5",                          "less than nothing"),
    ("requests.csv",  "certified_amount", "<script>alert(1)</script>",   "HTML"),
    ("requests.csv",  "certified_amount", "0'; DROP TABLE levy; --",     "SQL"),
    ("requests.csv",  "resolution_percent", "101",                       "percent instead of a fraction"),
    ("limits.csv",    "limit_factor",     "101",                         "a factor in percent"),
    ("limits.csv",    "levy",             "FIRE1",                       "the key of the row"),
    ("limits.csv",    "statutory_less",   "nobody",                      "a levy that is not there"),
    ("districts.csv", "name",             "another",                     "no input of one levy"),
    ("levies.csv",    "kind",             "bond",                        "a kind that its base does not fit"),
    ("levies.csv",    "district",         "NOBODY",                      "a district that is not there"),
    ("levies.csv",    "name",             "",                            "a levy needs a name"),
    ("measures.csv",  "rate",             "1",                           "no such measure"),
    ("../secret",     "name",             "another",                     "no file of the format"),
    ("requests.csv",  "resolution_dollars", "155,527,73",                "a comma that was meant for a point"),
    ("levies.csv",    "statutory_rate",   "3,6",                         "the same"),
    ("requests.csv",  "certified_amount", "1,5",                         "the same"),
    ("requests.csv",  "certified_amount", "1,0000",                      "four digits behind a comma"),
    ("requests.csv",  "certified_amount", "$$5",                         "two signs"),
]
KEPT = [
    # field,               text,             what is kept,   because
    ("certified_amount",   "$1,234,567.89",  "1234567.89",   "as pages write it"),
    ("certified_amount",   "1234567.8",      "1234567.80",   "as files write it"),
    ("resolution_number",  "24,150",         "24,150",       "a text keeps its comma"),
    ("resolution_number",  "24,15",          "24,15",        "the same"),
]
# fmt: on


@pytest.mark.parametrize("field, text, kept, because", KEPT)
def test_what_is_typed(benton: Season, field: str, text: str, kept: str, because: str) -> None:
    cell = Cell("requests.csv", "KENN", field)
    assert text_of(season_with(benton, cell, text), cell) == kept, because


@pytest.fixture
def computed(site_of: Callable[[Season], FlaskClient], benton: Season) -> FlaskClient:
    site = site_of(benton)
    calculate_season(2025)
    return site


def test_the_results_follow_at_once(computed: FlaskClient) -> None:
    page = send(
        computed, KENN, "certified_amount", text="$15,000,000.00", note="council <b>of</b> Nov 5"
    )
    assert page.request.path == "/benton/2025/levies/KENN"
    assert "15800172.00 is now 15000000.00; the season was computed again" in page.text
    assert '">$15,000,000.00</a> <span' in page.text
    told = computed.get("/benton/2025/levies/KENN/history").text
    assert "certified_amount: 15800172.00 → 15000000.00" in told
    assert "council &lt;b&gt;of&lt;/b&gt; Nov 5" in told
    assert (
        "15000000"
        not in computed.get("/benton/2025/levies/PROS/history", follow_redirects=True).text
    )


def test_a_row_is_made_and_goes_again(computed: FlaskClient, benton: Season) -> None:
    address = "/benton/2025/levies/STATE1/inputs?file=requests.csv&field=refund"
    before = open_season(2025).season
    asked = {one.levy for one in before.requests}
    code = next(
        row.levy
        for row in before.levies
        if (row.kind, row.status) == ("bond", "active") and row.levy not in asked
    )
    address = address.replace("STATE1", code)
    send(computed, address, "refund", text="12")
    assert [row.refund for row in open_season(2025).season.requests if row.levy == code] != []
    send(computed, address, "refund", text="")
    assert open_season(2025).season == before, "a blank is not known, and leaves no row"


def test_values_become_a_new_snapshot(computed: FlaskClient) -> None:
    was = open_season(2025).snapshot_version
    area = open_season(2025).season.values[0].area
    page = send(
        computed,
        f"/benton/2025/areas/{area}/inputs?file=values.csv&field=regular",
        "regular",
        text="123,456",
    )
    assert "is now 123456" in page.text
    view = open_season(2025)
    assert (view.snapshot_version, view.stale) == (was + 1, False)
    assert view.season.values[0].regular == 123456


def test_two_clerks_edit_one_line(computed: FlaskClient) -> None:
    mine = Form(computed.get(KENN).text, "certified_amount")
    send(computed, KENN, "certified_amount", text="15000000")
    late = computed.post(mine.action, data=mine.fields | {"text": "14000000"})
    assert late.status_code == 409
    for value in ("15800172", "15000000", "14000000"):
        assert value in late.text
    kept = {row.levy: row.certified_amount for row in open_season(2025).season.requests}
    assert kept["KENN"] == 15000000
    again = Form(late.text, "certified_amount")
    assert (again.fields["text"], again.fields["shown"]) == ("14000000", "15000000.00")
    assert computed.post(again.action, data=again.fields).status_code == 303, "now he knows"
    kept = {row.levy: row.certified_amount for row in open_season(2025).season.requests}
    assert kept["KENN"] == 14000000


def test_what_was_typed_stands_there_again(computed: FlaskClient) -> None:
    refused = send(computed, KENN, "certified_amount", text="15.000.000", note="council of Nov 5")
    form = Form(refused.text, "certified_amount")
    assert (form.fields["text"], form.fields["note"]) == ("15.000.000", "council of Nov 5")
    assert refused.text.count(">Save</button>") == 1, "the one field that was sent"
    done = computed.post(
        form.action, data=form.fields | {"text": "15000000"}, follow_redirects=True
    )
    assert "15800172.00 is now 15000000.00" in done.text
    assert "council of Nov 5" in computed.get("/benton/2025/levies/KENN/history").text


def test_an_area_has_a_history(computed: FlaskClient) -> None:
    inputs = "/benton/2025/areas/K1/inputs?file=values.csv&field=regular"
    done = send(computed, inputs, "regular", text="10284149900", note="a value of its own")
    assert "is now 10284149900" in done.text
    assert "/benton/2025/areas/K1/history" in computed.get("/benton/2025/areas/K1").text
    page = computed.get("/benton/2025/areas/K1/history").text
    assert ("a value of its own" in page, "Back to K1" in page) == (True, True)
    other = computed.get("/benton/2025/areas/K1 RA1/history")
    assert (other.status_code, "a value of its own" in other.text) == (200, False)


def test_a_form_sent_twice_changes_nothing_the_second_time(computed: FlaskClient) -> None:
    form = Form(computed.get(KENN).text, "certified_amount")
    data = form.fields | {"text": "15000000"}
    computed.post(form.action, data=data)
    assert (
        "already holds 15000000.00; nothing changed"
        in computed.post(form.action, data=data, follow_redirects=True).text
    )


@pytest.mark.parametrize("file, field, text, because", REFUSED, ids=[row[3] for row in REFUSED])
def test_what_a_cell_cannot_hold(
    computed: FlaskClient, file: str, field: str, text: str, because: str
) -> None:
    form = Form(computed.get(KENN).text, "certified_amount")
    before = open_season(2025)
    answer = computed.post(
        form.action, data=form.fields | {"file": file, "field": field, "shown": "", "text": text}
    )
    assert answer.status_code == 422, because
    assert "was not changed" in answer.text
    assert "<script>alert" not in answer.text
    assert open_season(2025) == before


def test_an_edit_needs_its_token(computed: FlaskClient) -> None:
    form = Form(computed.get(KENN).text, "certified_amount")
    del form.fields["csrf_token"]
    assert computed.post(form.action, data=form.fields | {"text": "1"}).status_code == 400


LIFT = "/benton/2025/measures/FIRE1-lift/inputs"


def test_an_edit_is_undone(computed: FlaskClient) -> None:
    before = open_season(2025)
    page = send(computed, KENN, "certified_amount", text="15000000")
    assert "Undo<" in page.text
    undone = _undo(computed, page.text)
    assert "15000000.00 is now 15800172.00; the season was computed again" in undone.text
    after = open_season(2025)
    assert (after.season, after.result) == (before.season, before.result)
    told = computed.get("/benton/2025/levies/KENN/history").text
    assert "15000000.00 → 15800172.00" in told
    assert "<td>undone</td>" in told


def test_an_older_edit_is_undone_from_the_history(computed: FlaskClient) -> None:
    send(computed, KENN, "certified_amount", text="15000000", note="by mistake")
    send(computed, KENN.replace("KENN", "RICH"), "certified_amount", text="21000000")
    undone = _undo(computed, computed.get("/benton/2025/levies/KENN/history").text)
    assert "15000000.00 is now 15800172.00" in undone.text
    kept = {row.levy: row.certified_amount for row in open_season(2025).season.requests}
    assert (kept["KENN"], kept["RICH"]) == (Decimal(15800172), 21000000)


def test_what_somebody_changed_since_is_not_undone(computed: FlaskClient) -> None:
    page = send(computed, KENN, "certified_amount", text="15000000")
    send(computed, KENN, "certified_amount", text="14000000")
    late = _undo(computed, page.text)
    assert late.status_code == 409
    assert "14000000" in late.text
    history = computed.get("/benton/2025/levies/KENN/history").text
    assert history.count(">Undo<") == 2, "the column, and the last edit alone"


def test_a_levy_itself_is_edited(computed: FlaskClient, benton: Season) -> None:
    address = "/benton/2025/levies/KENN/inputs?file=levies.csv&field=statutory_rate"
    page = send(computed, address, "statutory_rate", text="1.1")
    assert "levies.csv" in page.text
    view = open_season(2025)
    changed = [row for row in view.season.levies if row not in benton.levies]
    assert [(row.levy, row.statutory_rate) for row in changed] == [("KENN", Decimal("1.1"))]
    assert [row.levy for row in view.season.levies] == [row.levy for row in benton.levies]
    assert view.result is not None
    bound = {row.levy: row.binding for row in view.result.levies}
    assert bound["KENN"] == "statutory", "the results follow"
    _undo(computed, page.text)
    assert open_season(2025).season.levies == benton.levies


def test_a_measure_is_edited(computed: FlaskClient) -> None:
    assert LIFT in computed.get("/benton/2025/measures").text
    page = send(computed, LIFT, "last_year", text="2020", note="the ballot of 2018")
    assert page.request.path == "/benton/2025/measures"
    assert "cannot certify" in page.text, "it ended, and FIRE1 still lifts its limit factor by it"
    early = send(computed, LIFT, "first_year", text="2021")
    assert early.status_code == 422, "it would end before it begins"
    assert "last_year: blank → 2020" in computed.get("/benton/2025/levies/FIRE1/history").text
    _undo(computed, page.text)
    lift = next(row for row in open_season(2025).season.measures if row.measure == "FIRE1-lift")
    assert (lift.first_year, lift.last_year) == (None, None)


def test_a_measure_that_is_no_lid_lift_has_no_factor(computed: FlaskClient) -> None:
    page = send(computed, LIFT, "kind of measure", text="ems")
    assert page.status_code == 422
    assert "A measure of kind ems has no limit factor." in page.text


def test_a_measure_that_is_not_there(computed: FlaskClient) -> None:
    assert computed.get("/benton/2025/measures/nobody/inputs").status_code == 404


def _undo(site: FlaskClient, page: str) -> TestResponse:
    form = Form(page, "Undo")
    return site.post(form.action, data=form.fields, follow_redirects=True)


# fmt: off
DAYS = [
    # typed          status  it says                                 because
    ("11/30/2024",   200,    "is now 2024-11-30",                    "as the county writes it"),
    ("2024-11-30",   200,    "is now 2024-11-30",                    "as in files"),
    ("1/5/2025",     200,    "is now 2025-01-05",                    "without its zeros"),
    ("30/11/2024",   422,    "&#39;30/11/2024&#39; is not in the calendar",  "no such month, as it was typed"),
    ("11/30/24",     422,    "&#39;11/30/24&#39; is not a date",     "which century"),
    ("soon",         422,    "&#39;soon&#39; is not a date",         "no day at all"),
]
# fmt: on


def test_a_comma_that_can_mean_two_things_is_asked_about(computed: FlaskClient) -> None:
    said = send(computed, KENN, "certified_amount", text="16,00").text
    assert "it can mean 16.00 or 1600" in said


@pytest.mark.parametrize("typed, status, says, because", DAYS)
def test_a_day_as_people_write_it(
    computed: FlaskClient, typed: str, status: int, says: str, because: str
) -> None:
    page = "/benton/2025/levies/KENN/inputs?file=requests.csv&field=certified_on"
    answer = send(computed, page, "certified_on", text=typed)
    assert (answer.status_code, says in answer.text) == (status, True), because


def test_a_refused_edit_names_the_form_that_it_belongs_to(computed: FlaskClient) -> None:
    """Where scripts run, the answer takes the place of that form, and the page around it stays."""
    form = Form(computed.get(KENN).text, "certified_amount")
    answer = computed.post(form.action, data=form.fields | {"text": "a lot"})
    assert answer.status_code == 422
    place = answer.headers["HX-Retarget"].removeprefix("#")
    assert f'id="{place}"' in answer.text
    assert f'id="{place}"' in computed.get(KENN).text
    assert re.fullmatch(r"[A-Za-z0-9_-]+", place), "it can be named in a style sheet's words"
    assert (answer.headers["HX-Reselect"], answer.headers["HX-Reswap"]) == (
        "form.edit",
        "outerHTML",
    )
