"""Settings: each mistake is one sentence, all are reported together, and none repeats a secret."""

import re
from pathlib import Path

import pytest

from levy.config import DEVELOPMENT_KEY, PORT, Settings, psycopg_url, settings_from
from levy.errors import SettingsRefused
from levy.kinds import Environment

ROOT = Path(__file__).parents[2]
KEY = "mYp-8Q2x_Zc41vNfT7rWbK0sJdHgLeUa5o9i"
URL = "postgresql://levy:s3cr3t@db.county.example/levy"
PRODUCTION = {"LEVY_ENV": "production", "DATABASE_URL": URL, "SECRET_KEY": KEY}
STAGING = PRODUCTION | {"LEVY_ENV": "staging"}


def test_nothing_set_is_development():
    assert settings_from({}) == Settings(Environment.DEVELOPMENT, None, DEVELOPMENT_KEY, 5000, None)


@pytest.mark.parametrize("environ", [PRODUCTION, STAGING], ids=["production", "staging"])
def test_production_starts_with_what_it_needs(environ):
    settings = settings_from(environ | {"PORT": "8080", "LEVY_DATA": "/srv/levy"})
    assert settings.database_url == URL.replace("postgresql:", "postgresql+psycopg:")
    assert (settings.secret_key, settings.port, settings.data) == (KEY, 8080, Path("/srv/levy"))


# fmt: off
ADDRESSES = [
    # DATABASE_URL                          as SQLAlchemy takes it                       because
    ("postgres://a:b@h/d",                  "postgresql+psycopg://a:b@h/d",              "the old name of the scheme"),
    ("postgresql://a:b@h:5433/d",           "postgresql+psycopg://a:b@h:5433/d",         "the usual name"),
    ("postgresql+psycopg://a:b@h/d",        "postgresql+psycopg://a:b@h/d",              "SQLAlchemy's own"),
    ("  postgres://a:b@h/d\n",              "postgresql+psycopg://a:b@h/d",              "copied with blanks"),
    ("postgres://a:p%40ss%2F@h/d",          "postgresql+psycopg://a:p%40ss%2F@h/d",      "a password stays escaped"),
    ("postgres://a:p#s?/@h/d",              "postgresql+psycopg://a:p%23s%3F%2F@h/d",    "signs that SQLAlchemy understands"),
    ("postgres:///d?host=/run/pg",          "postgresql+psycopg:///d?host=%2Frun%2Fpg",  "a socket"),
    ("postgres://h/d?sslmode=verify-full",  "postgresql+psycopg://h/d?sslmode=verify-full", "options stay"),
]

MISTAKES = [
    # environ                                        how each sentence begins                       because
    ({"LEVY_ENV": "prod"},                           ["LEVY_ENV is prod, which is not development, testing, staging or production."], "the four are named"),
    ({"LEVY_ENV": "Production"},                     ["LEVY_ENV is Production,"],                   "never development by a capital letter"),
    ({"LEVY_ENV": "production"},                     ["DATABASE_URL is not set,", "SECRET_KEY is not set,"], "both are reported"),
    ({"LEVY_ENV": "staging"},                        ["DATABASE_URL is not set,", "SECRET_KEY is not set,"], "staging obeys production's rules"),
    (PRODUCTION | {"SECRET_KEY": "   "},             ["SECRET_KEY is not set,"],                    "blank is not set"),
    (PRODUCTION | {"SECRET_KEY": KEY[:31]},          ["SECRET_KEY has 31 characters,"],             "one too few"),
    (PRODUCTION | {"SECRET_KEY": "a" * 40},          ["SECRET_KEY is a placeholder"],               "long is not enough"),
    (PRODUCTION | {"SECRET_KEY": "please-change-me-before-you-deploy-this"}, ["SECRET_KEY is a placeholder"], "from an example file"),
    (PRODUCTION | {"SECRET_KEY": DEVELOPMENT_KEY},   ["SECRET_KEY is a placeholder"],               "it can be read in the source"),
    ({"DATABASE_URL": "sqlite:///levy.db"},          ["DATABASE_URL begins with sqlite:,"],         "money and locks differ there"),
    ({"DATABASE_URL": "mysql://a:b@h/d"},            ["DATABASE_URL begins with mysql:,"],          "another database"),
    ({"DATABASE_URL": "postgresql+psycopg2://h/d"},  ["DATABASE_URL begins with postgresql+psycopg2:,"], "a driver that is not here"),
    ({"DATABASE_URL": "levy"},                       ["DATABASE_URL does not name a host and a database."], "no address"),
    ({"DATABASE_URL": "postgresql://h"},             ["DATABASE_URL does not name a host and a database."], "no database"),
    ({"DATABASE_URL": "postgresql:///d"},            ["DATABASE_URL does not name a host and a database."], "no host"),
    ({"DATABASE_URL": "postgresql://a:b@h:x/d"},     ["DATABASE_URL does not name a host and a database."], "a port that is none"),
    ({"DATABASE_URL": "postgresql://a:s3@cr3t@h/d"}, ["DATABASE_URL does not name a host and a database."], "an @ in the password"),
    ({"PORT": "http"},                               ["PORT is http."],                             "a word"),
    ({"PORT": "0"},                                  ["PORT is 0."],                                "no port"),
    ({"PORT": "65536"},                              ["PORT is 65536."],                            "past the last port"),
    ({"PORT": "²"},                                  ["PORT is ²."],                                "a digit to Python, not to a network"),
    ({"LEVY_DATA": "data"},                          ["LEVY_DATA is data, which depends on"],       "another directory each time"),
    ({"LEVY_DATA": __file__},                        [f"LEVY_DATA is {__file__}, which is a file."], "a file"),
    ({"LEVY_ENV": "x", "DATABASE_URL": "x://", "PORT": "x", "LEVY_DATA": "x"},
     ["LEVY_ENV is x,", "DATABASE_URL begins with x:,", "PORT is x.", "LEVY_DATA is x,"], "all mistakes are reported together"),
]
# fmt: on


@pytest.mark.parametrize("text, address, because", ADDRESSES)
def test_address_of_the_database(text, address, because):
    assert settings_from({"DATABASE_URL": text}).database_url == address, because


@pytest.mark.parametrize("environ, beginnings, because", MISTAKES)
def test_mistakes_are_told(environ, beginnings, because):
    with pytest.raises(SettingsRefused) as refused:
        settings_from(environ)
    told = refused.value.mistakes
    assert [
        sentence[: len(beginning)] for sentence, beginning in zip(told, beginnings, strict=True)
    ] == beginnings, because
    assert all(sentence in str(refused.value) for sentence in told)


@pytest.mark.parametrize("environ", [environ for environ, _, _ in MISTAKES])
def test_no_sentence_repeats_a_secret(environ):
    with pytest.raises(SettingsRefused) as refused:
        settings_from(environ)
    for secret in ("s3cr3t", "cr3t", environ.get("SECRET_KEY", "").strip() or KEY):
        assert secret not in str(refused.value)


def test_settings_can_be_printed_without_their_secrets():
    printed = repr(settings_from(PRODUCTION))
    assert "s3cr3t" not in printed
    assert KEY not in printed


def test_tests_have_a_database_of_their_own():
    names = {each: Settings(each).local_database for each in Environment}
    assert names[Environment.TESTING] == "levy_testing"
    assert names[Environment.DEVELOPMENT] == "levy"


def test_address_of_the_private_postgresql_keeps_its_password():
    assert psycopg_url("postgresql://postgres:a%2Fb@127.0.0.1:5/levy") == (
        "postgresql+psycopg://postgres:a%2Fb@127.0.0.1:5/levy"
    )


def test_page_has_every_setting():
    """The code and docs/reference/settings.md name the same variables."""
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    documented = re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)
    read = re.findall(r'variables\.get\("([A-Z_]+)"\)', (ROOT / "levy" / "config.py").read_text())
    assert documented == read
    assert f"| `{PORT}` |" in page
