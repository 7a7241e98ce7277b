"""What-if scenarios: what changes in them, and that the season itself never does."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from levy import models
from levy.db import db
from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.home_bill import home_bill
from levy.services.opened_season import OpenedSeason
from tests.levy.web.clicking import Form, send
from tests.levy.web.page_reading import Page

OWN = {"scenario", "scenario_change"}
# fmt: off
CHANGES = [
    # question,          levy,     text,        what the page then shows
    ("limit_factor",     "KENN",   "1",         "KENN limit_factor: 1.01 → 1"),
    ("request",          "KENN",   "15000000",  "$15,000,000.00"),
    ("lid_lift",         "KENN",   "1.4",       "KENN rate: blank → 1.4"),
    ("new_construction", "KENN",   "0",         "new_construction: 207283530 → 0"),
    ("annexed_value",    "KENN",   "5000000",   "annexed_value: 1658800 → 5000000"),
]
# fmt: on


@pytest.fixture
def computed(site_of: Callable[[Season], FlaskClient], benton: Season) -> FlaskClient:
    site = site_of(benton)
    calculate_season(2025)
    return site


def checksum() -> str:
    """Return a checksum of every row of every table but the scenarios' own."""
    digest = hashlib.sha256()
    for table in models.db.metadata.sorted_tables:
        if table.name not in OWN:
            rows = db.session.execute(text(f'SELECT t::text FROM "{table.name}" t ORDER BY 1'))
            digest.update(repr((table.name, [row[0] for row in rows])).encode())
    db.session.rollback()
    return digest.hexdigest()


def scenario(site: FlaskClient, name: str) -> str:
    return send(site, "/benton/2025/what-if/", "New scenario", name=name).request.path


@pytest.mark.parametrize("question, levy, wanted, shows", CHANGES, ids=[row[0] for row in CHANGES])
def test_a_change(computed: FlaskClient, question: str, levy: str, wanted: str, shows: str) -> None:
    before = checksum()
    page = send(
        computed, scenario(computed, "a"), "of levy", question=question, levy=levy, text=wanted
    )
    assert shows in page.text
    assert checksum() == before


def test_an_annexation_changes_both_bases(computed: FlaskClient) -> None:
    before = checksum()
    page = send(computed, scenario(computed, "a"), "Annexation", area="P1", levy="KENN", text="yes")
    assert "P1 KENN: no → yes" in page.text
    assert 'levies/KENN">KENN</a>' in page.text.split("Side by side")[1]
    assert checksum() == before


def test_the_home_s_bill_is_the_sum_of_its_levies(computed: FlaskClient) -> None:
    """A levy that the area pays in the scenario alone is in the bill, too."""
    send(computed, scenario(computed, "a"), "Annexation", area="K1", levy="RICH", text="yes")
    table = Page(computed.get("/benton/2025/what-if/?area=K1&home=400,000").text).tables[0]
    start = next(n for n, row in enumerate(table) if row[0].shown == "Total tax in the county")
    end = next(n for n, row in enumerate(table) if row[0].shown == "The home pays")
    bill = table[start + 1 : end]
    for column in (1, 2):
        paid = [money(row[column].shown) for row in bill if row[column].shown != "—"]
        assert sum(paid) == money(table[end][column].shown), column
    rich = next(row for row in bill if row[0].shown.startswith("RICH "))
    assert (rich[1].shown, rich[2].shown != "—") == ("—", True)


def money(shown: str) -> Decimal:
    return Decimal(shown.split()[0].removeprefix("$").replace(",", ""))


# fmt: off
HOMES = [
    # typed          status, because
    ("400,000",      200,    "as pages write it"),
    ("$1,400,000",   200,    "with its sign"),
    ("400000",       200,    "plain"),
    ("1,5,0",        422,    "commas not followed by three digits"),
    ("400.5",        422,    "no whole dollars"),
]
# fmt: on


@pytest.mark.parametrize("typed, status, because", HOMES)
def test_the_home_s_value(computed: FlaskClient, typed: str, status: int, because: str) -> None:
    answer = computed.get("/benton/2025/what-if/", query_string={"home": typed})
    assert answer.status_code == status, because


# fmt: off
NO_HOMES = [
    # what is asked            says                                        because
    ({"area": "NOPE"},         "The 2025 season has no area 'NOPE'.",      "no such area"),
    ({"home": "400.5"},        "'400.5' is not a value of a home.",           "no whole dollars"),
    ({"area": "NOPE", "home": "4e5"}, "'4e5' is not a value of a home.",      "both are reported"),
]
# fmt: on


@pytest.mark.parametrize("asked, says, because", NO_HOMES)
def test_a_home_that_cannot_be_leaves_the_page(
    computed: FlaskClient, asked: dict[str, str], says: str, because: str
) -> None:
    for there in (scenario(computed, because), "/benton/2025/what-if/"):
        answer = computed.get(there, query_string=asked)
        page = Page(answer.text)
        assert (answer.status_code, says in page.text) == (422, True), because
        assert "a home of $400,000 in area K1" in page.text, "the one that is shown instead"
        for typed in asked.values():
            assert f'value="{typed}"' in answer.text, "what was typed stays"


def test_the_value_that_can_be_is_taken_beside_an_area_that_cannot(computed: FlaskClient) -> None:
    there = {"area": "NOPE", "home": "250000"}
    text = Page(computed.get("/benton/2025/what-if/", query_string=there).text).text
    scenario(computed, "a")
    text = Page(computed.get("/benton/2025/what-if/", query_string=there).text).text
    assert "no area 'NOPE'" in text
    assert "a home of $250,000 in area K1" in text


def test_a_change_that_moves_next_year_s_base_alone_is_no_idle_one(computed: FlaskClient) -> None:
    here = scenario(computed, "a higher factor")
    asked = {"question": "limit_factor", "levy": "KENN", "text": "1.005"}
    page = Page(send(computed, here, "of levy", **asked).text)
    rows = {row[0].shown: row for row in page.tables[0] if len(row) == 3}
    assert rows["Levy"][1].shown == rows["Levy"][2].shown
    base = rows["Next year’s highest lawful levy"]
    assert base[1].shown != base[2].shown
    assert "the change has no effect" not in page.text


def test_how_far_a_scenario_is_from_the_season(computed: FlaskClient) -> None:
    here = scenario(computed, "less")
    asked = {"question": "request", "levy": "KENN", "text": "15000000"}
    table = Page(send(computed, here, "of levy", **asked).text).tables[0]
    rows = {row[0].shown: row[2].shown for row in table if len(row) == 3}
    assert rows["Levy"] == "$15,000,000.00 -$800,172.00 (-5.1 %)"
    assert rows["Rate"].split()[1] == "-0.0660739010"
    assert rows["Total tax in the county"].endswith("-$800,172.00 (-0.3 %)")
    assert "-$26.43" in rows["The home pays"]
    assert all("+" not in row[1].shown for row in table if len(row) == 3), "the season itself"


def test_a_change_from_which_nothing_follows_says_so(computed: FlaskClient) -> None:
    here = scenario(computed, "more than the resolution")
    asked = {"question": "request", "levy": "COUNTY", "text": "99000000"}
    page = Page(send(computed, here, "of levy", **asked).text)
    assert "COUNTY County the change has no effect" in page.text
    lower = send(computed, here, "of levy", **asked | {"text": "1000000"})
    assert "the change has no effect" not in lower.text


def test_what_is_new_to_look_at_in_a_scenario(computed: FlaskClient) -> None:
    here = scenario(computed, "too little")
    asked = {"question": "request", "levy": "COUNTY", "text": "1000"}
    page = Page(send(computed, here, "of levy", **asked).text)
    assert "New notices in too little" in page.text
    assert "New notices in" not in computed.get(scenario(computed, "the season")).text


@pytest.mark.parametrize("rest", ["/discard", "/take-back"])
def test_a_number_that_no_row_has(computed: FlaskClient, rest: str) -> None:
    there = computed.get("/benton/2025/what-if/9223372036854775807")
    assert there.status_code == 404
    form = Form(computed.get("/benton/2025/what-if/").text, "New scenario")
    beyond = f"/benton/2025/what-if/99999999999999999999{rest}"
    assert computed.get(beyond.removesuffix(rest)).status_code == 404
    assert computed.post(beyond, data=form.fields).status_code == 404


def test_four_side_by_side_with_a_home(computed: FlaskClient) -> None:
    for number, amount in enumerate(("15000000", "14000000", "13000000", "12000000"), start=1):
        send(
            computed,
            scenario(computed, f"s{number}"),
            "of levy",
            question="request",
            levy="KENN",
            text=amount,
        )
    page = computed.get("/benton/2025/what-if/?area=K1&home=400,000").text
    for name in (
        "The season",
        "s1",
        "s2",
        "s3",
        "s4",
        "$12,000,000.00",
        "a home of $400,000 in area K1",
    ):
        assert name in page, name
    two = computed.get("/benton/2025/what-if/?s=1&s=2").text
    assert "$12,000,000.00" not in two
    scenario(computed, "s5")
    five = computed.get("/benton/2025/what-if/?s=1&s=2&s=3&s=4&s=5").text
    assert five.count(" checked>") == 4, "a fifth has no room"


def test_take_back_export_and_discard(computed: FlaskClient) -> None:
    before = checksum()
    here = scenario(computed, "lower")
    send(computed, here, "of levy", question="request", levy="KENN", text="15000000")
    with zipfile.ZipFile(io.BytesIO(computed.get(f"{here}/export").data)) as archive:
        assert "\nKENN,15000000.00," in archive.read("requests.csv").decode()
        assert "rates.csv" in archive.namelist()
    assert "No changes yet: it equals the season." in send(computed, here, "Undo").text
    assert (
        "is discarded; the season is unchanged"
        in send(computed, here, "Discard this scenario").text
    )
    assert computed.get(here).status_code == 404
    assert checksum() == before


def test_what_a_scenario_cannot_have(computed: FlaskClient) -> None:
    here = scenario(computed, "<b>x</b>")
    assert "<b>x</b>" not in computed.get(here).text
    refused = send(
        computed, here, "of levy", question="limit_factor", levy="KENN", text="'; DROP TABLE levy"
    )
    assert (refused.status_code, "was not changed" in refused.text) == (422, True)
    taken = send(computed, "/benton/2025/what-if/", "New scenario", name="<b>x</b>")
    assert (taken.status_code, "has a scenario" in taken.text) == (409, True)
    form = Form(refused.text, "of levy")
    assert form.fields["text"] == "'; DROP TABLE levy", "what was typed is in the form again"
    assert '<option value="KENN" selected>' in refused.text
    long = send(computed, "/benton/2025/what-if/", "New scenario", name="x" * 81)
    assert (long.status_code, "Its name has 81 letters" in long.text) == (422, True)


def test_two_clerks_change_one_scenario(computed: FlaskClient) -> None:
    """The later one gets a message, sees the scenario as it is, and can send theirs again."""
    here = scenario(computed, "a")
    mine, discarding = (Form(computed.get(here).text, words) for words in ("of levy", "Discard"))
    asked = {"question": "request", "levy": "KENN"}
    send(computed, here, "of levy", **asked, text="15000000")
    taking_back = Form(computed.get(here).text, "Undo")
    send(computed, here, "of levy", **asked, text="13000000")
    for form, wanted, what in (
        (mine, asked | {"text": "14000000"}, "changed"),
        (taking_back, {}, "changed"),
        (discarding, {}, "discarded"),
    ):
        late = computed.post(form.action, data=form.fields | wanted)
        assert late.status_code == 409
        assert f"was not {what}: somebody changed it after" in late.text
        assert "→ 13000000.00" in late.text, "as it is now"
    again = Form(computed.post(mine.action, data=mine.fields | asked | {"text": "14"}).text, "of l")
    assert again.fields["text"] == "14"
    assert computed.post(again.action, data=again.fields | asked).status_code == 303
    assert "→ 14.00" in computed.get(here).text


def test_a_change_sent_twice_is_one(computed: FlaskClient) -> None:
    here = scenario(computed, "a")
    form = Form(computed.get(here).text, "of levy")
    data = form.fields | {"question": "request", "levy": "KENN", "text": "15000000"}
    back = Form(computed.post(form.action, data=data, follow_redirects=True).text, "Undo")
    assert computed.post(form.action, data=data).status_code == 303
    for _ in range(2):
        assert computed.post(back.action, data=back.fields).status_code == 303
    assert "No changes yet: it equals the season." in computed.get(here).text


def test_a_home_stays_chosen(computed: FlaskClient) -> None:
    here = scenario(computed, "a")
    asked = "home=250000&area=K1"
    said = "a home of $250,000 in area K1"
    shown = computed.get(here, query_string={"home": "250000", "area": "K1"})
    assert said in shown.text
    for words, filled in (
        ("of levy", {"question": "request", "levy": "KENN", "text": "15000000"}),
        ("Annexation", {"area": "P1", "levy": "KENN", "text": "yes"}),
        ("Undo", {}),
    ):
        page = send(computed, f"{here}?{asked}", words, **filled)
        assert said in page.text, words
    gone = send(computed, f"{here}?{asked}", "Discard this scenario")
    assert gone.request.args.to_dict() == {"home": "250000", "area": "K1"}


def test_half_a_cent_of_a_home_s_bill_goes_up(view: OpenedSeason, benton: Season) -> None:
    assert view.result is not None
    area = next(row.area for row in benton.area_levies if row.levy == "FIR004E")
    bill = home_bill(benton, view.result, area, Decimal(1010))
    assert bill.tax_of("FIR004E") == Decimal("0.51"), "1,010 at 0.5000000000 is 50.5 cents"
