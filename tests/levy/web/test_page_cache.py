"""Pages are kept as they were made, and an edit shows at once wherever it was saved."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import Cell
from levy.services.edit_input import Edit, edit_input
from levy.services.open_season import open_season
from levy.web import page_cache
from levy.web.page_cache import PageCache
from tests.levy.web.clicking import send

KENN = "/benton/2025/levies/KENN"
EDIT = Edit(Cell("requests.csv", "KENN", "certified_amount"), "15800172.00", "15000000")
ELSEWHERE = """
import sys
from levy.app import create_app
from levy.config import Settings
from levy.kinds import Environment
from levy.services.changed_season import Cell
from levy.services.edit_input import Edit, edit_input

url, *cell, shown, text = sys.argv[1:]
with create_app(Settings(Environment.TESTING, url, "a key of another process")).app_context():
    edit_input(2025, "Benton, WA", Edit(Cell(*cell), shown, text))
"""
# fmt: off
SHOWN = [
    # address,                             before,            after,              because
    (KENN,                                 "$15,800,172.00",  "$15,000,000.00",   "its own page"),
    ("/benton/2025/",                      "$15,800,172.00",  "$15,000,000.00",   "the board"),
    ("/benton/2025/areas/K1",              "1.3046932417",    "1.2386193407",     "an area that pays it"),
]
# fmt: on


@pytest.fixture
def computed(site_of: Callable[[Season], FlaskClient], benton: Season) -> FlaskClient:
    site = site_of(benton)
    calculate_season(2025)
    return site


def kept(app: Flask) -> list[str]:
    pages = app.extensions.get("levy.page_cache")
    return [key[1] for key in pages._pages] if pages else []


def test_a_page_is_made_once(computed: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = computed.get(KENN).text
    monkeypatch.setattr("levy.web.season_routes.levy_page", None)  # making it again would fail
    assert computed.get(KENN).text == first


@pytest.mark.parametrize("address, before, after, because", SHOWN)
def test_an_edit_shows_at_once(
    computed: FlaskClient, address: str, before: str, after: str, because: str
) -> None:
    assert before in computed.get(address).text
    edit_input(2025, "Benton, WA", EDIT)
    shown = computed.get(address).text
    assert after in shown, because
    assert before not in shown, because


def test_an_edit_of_another_process_shows_at_once(computed: FlaskClient) -> None:
    assert "$15,800,172.00" in computed.get(KENN).text
    url = computed.application.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-c", ELSEWHERE, url, *EDIT.cell, EDIT.shown, EDIT.text]
    subprocess.run(command, check=True)
    assert '">$15,000,000.00</a> <span' in computed.get(KENN).text


def test_another_season_shows_at_once(
    computed: FlaskClient, site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    assert "2024" not in computed.get("/benton/2025/measures").text
    site_of(replace(benton, facts=replace(benton.facts, tax_year=2024)))
    assert "Benton County · 2024" in computed.get("/benton/2025/measures").text


def test_last_year_computed_anew_shows_at_once(
    computed: FlaskClient, site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    assert '<th scope="col" class="number">2024</th>' not in computed.get(KENN).text
    site_of(replace(benton, facts=replace(benton.facts, tax_year=2024), measures=()))
    calculate_season(2024)
    assert '<th scope="col" class="number">2024</th>' in computed.get(KENN).text


def test_a_page_that_is_somebodys_own_is_not_kept(computed: FlaskClient) -> None:
    form = KENN + "/inputs?file=requests.csv&field=certified_amount"
    assert (
        "the season was computed again" in send(computed, form, "certified", text="15000000").text
    )
    assert KENN + "?" not in kept(computed.application), "it told one person what was saved"
    assert "the season was computed again" not in computed.get(KENN).text
    assert KENN + "?" in kept(computed.application)


def test_a_season_that_is_not_computed_is_not_kept(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    assert 'name="csrf_token"' in site.get("/benton/2025/").text
    calculate_season(2025)
    assert open_season(2025).result is not None
    assert 'name="csrf_token"' not in site.get("/benton/2025/").text
    assert kept(site.application) == ["/benton/2025/?"]


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MOST_LETTERS", 10)
    pages = PageCache()
    for key in ("a", "b"):
        pages.keep(key, "12345")
    pages.keep("a", "1234")
    pages.page("b")
    pages.keep("c", "12")
    assert [pages.page(key) for key in "abc"] == [None, "12345", "12"]
