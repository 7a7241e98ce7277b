"""Who can reach the server, and how it keeps its data."""

import json
import socket
import stat
from contextlib import suppress
from urllib.parse import urlsplit

import psycopg
import pytest
from local_processes import Program, end_supervisors, environment

import localpg

# fmt: off
SETTINGS = [
    # setting                  value        because
    ("listen_addresses",        "127.0.0.1", "no other machine can reach it"),
    ("unix_socket_directories", "",          "no other user finds a socket"),
    ("password_encryption",     "scram-sha-256", "passwords are never stored as MD5"),
    ("data_checksums",          "on",        "a failing disk is noticed"),
    ("server_encoding",         "UTF8",      "every name can be written"),
    ("fsync",                   "on",        "committed is committed"),
    ("full_page_writes",        "on",        "a torn page can be repaired"),
]
# fmt: on


@pytest.fixture(scope="module")
def server(stopped_directory):
    with localpg.attach(stopped_directory) as server:
        yield server
    end_supervisors(stopped_directory)  # other tests copy the directory, which must not change then


@pytest.mark.parametrize("setting, value, because", SETTINGS)
def test_setting(server, setting, value, because):
    with psycopg.connect(server.url()) as connection:
        assert connection.execute(f"SHOW {setting}").fetchone() == (value,), because


def test_every_way_in_asks_for_the_password(server):
    with psycopg.connect(server.url()) as connection:
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert methods.fetchall() == [("scram-sha-256",)]


@pytest.mark.parametrize("password", ["guessed", ""])
def test_wrong_password_is_refused(server, password):
    url = urlsplit(server.url())
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=url.hostname, port=url.port, user=url.username, password=password)


def test_files_with_secrets_are_their_owners_only(server):
    for file in server.directory.iterdir():
        if file.is_file():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE((server.directory / "data").stat().st_mode) == 0o700


def test_every_server_has_a_password_of_its_own(server, postgres):
    assert urlsplit(server.url()).password != urlsplit(postgres.url()).password


def test_version_is_that_of_the_binaries(server):
    assert server.version == localpg.binaries().version


def test_text_is_ordered_by_code_point_and_known_beyond_ascii(server):
    with psycopg.connect(server.url("kept")) as connection:
        found = connection.execute(
            "SELECT 'B' < 'a' AND 'z' < 'ä', upper('ä'), 'Ä' ~ '[[:alpha:]]'"
        )
        assert found.fetchone() == (True, "Ä", True)


def test_strangers_at_the_supervisors_door_are_sent_away(server):
    door = json.loads((server.directory / "supervisor.json").read_text())["control"]
    for said in (b"hello\n", b'{"token": "guessed", "wanted": "stop"}\n', b"x" * 100_000):
        with socket.create_connection(("127.0.0.1", door)) as stranger:
            stranger.sendall(said)
            with suppress(ConnectionResetError):
                assert stranger.recv(100) == b""
    assert server.version


def test_no_language_and_settings_of_another_server_in_the_environment(folder):
    strange = environment(PGDATA="/nowhere", PGPORT="1", PGHOST="elsewhere", PGSSLMODE="require")
    for name in ("LANG", "LC_ALL"):
        strange.pop(name, None)
    one = Program(folder / "server", env=strange)
    _, url = one.answer()
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    one.kill()


def test_encryption_that_the_environment_asks_for_is_not_asked_of_the_loopback(server, monkeypatch):
    monkeypatch.setenv("PGSSLMODE", "require")
    assert server.create_database("encrypted") is True


def test_service_that_is_none_is_a_sentence(server, monkeypatch):
    monkeypatch.setenv("PGSERVICE", "elsewhere")
    with pytest.raises(localpg.LocalPostgresError, match='"elsewhere" not found'):
        server.create_database("served")
