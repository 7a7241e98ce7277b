"""Every address, on the real application: what it answers, and its text."""

import pytest
from flask.testing import FlaskClient

from levy.db import db
from levy.web.security_headers import HEADERS
from localpg.server import Server
from tests.levy.conftest import application

# fmt: off
PAGES = [
    # address                           status  its text                   because
    ("/benton/2025/",                     200, "48 levies · 48 computed",      "the board"),
    ("/Benton/2025/",                     200, "$318,402,817.30",              "in any case"),
    ("/benton/2025/levies/PROSSER",       200, "Prosser asked for $3,344,173.00. The law allows "
                                               "$1,687,195.61, because the resolution allows that "
                                               "much.",                        "a worksheet"),
    ("/benton/2025/levies/SD200MO",       200, "Yakima County decided the rate, 1.3739893970",
                                                                               "a received rate"),
    ("/benton/2025/levies/STATE",         200, "Department of Revenue decided the amount, "
                                               "$53,428,876.00.",              "received dollars"),
    ("/benton/2025/levies/CNYVET",        200, "The law sets it aside from COUNTY",
                                                                               "an earmarked part"),
    ("/benton/2025/levies/FIR004E",       200, "is not levied",                "a notice"),
    ("/benton/2025/levies/BNTCTYLIB",     404, "has no levy &#39;BNTCTYLIB&#39;",
                                                                               "it is retired"),
    ("/benton/2025/levies/PROSER",        404, "/benton/2025/levies/PROSSER",  "did you mean"),
    ("/benton/2025/areas/",               200, "76 areas",                     "all areas"),
    ("/benton/2025/areas/K1 RA1",         200, "7.9099644462",                 "a blank in a code"),
    ("/benton/2025/areas/K2 RA1",         404, "/benton/2025/areas/K24%20RA1", "did you mean"),
    ("/benton/2025/areas/1",              404, "has no area",                  "nothing is near"),
    ("/benton/2024/",                     404, "There is no season benton 2024",
                                                                               "another year"),
    ("/benton/2024/levies/KENN",          404, "Benton County 2025",           "the year there is"),
    ("/franklin/2025/",                   404, "/benton/2025/",                "another county"),
    ("/benton/",                          404, "There is no page at /benton/",   "no such address"),
    ("/benton/twenty/",                  404, "There is no page at",           "a year is a number"),
    ("/help/glossary",                    200, "Tax code area",                "the glossary"),
    ("/%3Cb%3E",                          404, "There is no page at /&lt;b&gt;", "never as HTML"),
    ("/benton/2025/levies/%3Cb%3E",       404, "&lt;b&gt;",                    "never as HTML"),
    ("/assets/levy.css",                  200, "tabular-nums",                 "the style sheet"),
    ("/assets/../pages.py",               404, "There is no page at",           "nothing else"),
]
MOVED = [
    # address                           leads to                         because
    ("/",                               "/benton/2025/",                 "the newest season"),
    ("/benton/2025",                    "/benton/2025/",                 "a slash forgotten"),
    ("/benton/2025/levies/kenn",        "/benton/2025/levies/KENN",      "the levy's own code"),
    ("/benton/2025/areas/k-1ra1",       "/benton/2025/areas/K1%20RA1",   "the area's own code"),
    ("/benton/2025/areas",              "/benton/2025/areas/",           "a slash forgotten"),
]
# fmt: on


@pytest.mark.parametrize("address, status, page_text, because", PAGES)
def test_a_page(site: FlaskClient, address: str, status: int, page_text: str, because: str) -> None:
    with site.get(address) as answer:
        assert (answer.status_code, page_text in answer.text) == (status, True), because
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("address, to, because", MOVED)
def test_an_address_that_leads_on(site: FlaskClient, address: str, to: str, because: str) -> None:
    answer = site.get(address)
    assert answer.status_code in {302, 308}, because
    assert answer.headers["Location"].removeprefix("http://localhost") == to, because


def test_nothing_can_be_sent(site: FlaskClient) -> None:
    answer = site.post("/benton/2025/")
    assert answer.status_code == 405
    assert "does not accept this kind of request" in answer.text


def test_no_season_says_how_to_load_one(empty_site: FlaskClient) -> None:
    answer = empty_site.get("/")
    assert answer.status_code == 200
    assert "levy season import" in answer.text
    assert "Areas" not in answer.text, "no menu without a season"
    gone = empty_site.get("/benton/2025/")
    assert gone.status_code == 404
    assert "no season is loaded" in gone.text


def test_a_mistake_of_the_program_is_told_without_a_traceback(empty_site: FlaskClient) -> None:
    app = empty_site.application
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/broken", view_func=lambda: 1 // 0)
    answer = empty_site.get("/broken")
    assert answer.status_code == 500
    assert "The program failed at /broken" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_database_that_is_not_ready_is_told(postgres: Server) -> None:
    postgres.create_database("without_tables")
    app = application(postgres.url("without_tables"))
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert "python migrate.py upgrade" in answer.text
    with app.app_context():
        db.engine.dispose()
    postgres.drop_database("without_tables")
    away = app.test_client().get("/benton/2025/")
    assert away.status_code == 503
    assert "without_tables" in away.text, "which database"
    assert dict(away.headers).items() >= HEADERS.items()
