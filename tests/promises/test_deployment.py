"""The page about running it in the office: its commands, its settings, its servers."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from document_console import PATH, alike, printed, shown
from localpg.server import Server
from tests.levy.cli.test_serve import free_port, listeners
from tests.promises.checkout import ROOT, checkout
from tiers import full

PAGE = ROOT / "docs" / "how-to" / "deployment.md"
TEXT = PAGE.read_text()
SERVER = "gunicorn --config python:levy.gunicorn_settings"
# As on the page, where a role of its own owns the database and is no superuser.
NAME, ROLE = "levy_production", "levy"


@pytest.fixture
def settings(postgres: Server) -> Iterator[dict[str, str]]:
    """Return the page's settings for an empty database, whose role is no superuser."""
    name, role, password = f"{NAME}_{uuid4().hex[:8]}", f"levy_{uuid4().hex[:8]}", uuid4().hex
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(password)
            )
        )
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(role)
            )
        )
        url = psycopg.conninfo.conninfo_to_dict(postgres.url(name))
        yield {
            "LEVY_ENV": "production",
            "SAFEMIGRATE_ENV": "production",
            "DATABASE_URL": f"postgresql://{role}:{password}@{url['host']}:{url['port']}/{name}",
            "SECRET_KEY": uuid4().hex + uuid4().hex,
        }
        postgres.drop_database(name)
        server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_the_settings_are_those_of_the_page(settings: dict[str, str]) -> None:
    block = re.search(r"```ini\n((?: *[A-Z_]+=.*\n)+) *```", TEXT)
    assert block is not None
    assert re.findall(r"([A-Z_]+)=", block[1]) == list(settings)


@full
def test_what_it_types_prints_what_it_shows(settings: dict[str, str], tmp_path: Path) -> None:
    folder = checkout(tmp_path / "levy")
    for command, output in shown(PAGE):
        _, said = printed(command, folder, **settings)
        said = re.sub(rf"{NAME}_[0-9a-f]{{8}}", NAME, said)
        said = re.sub(r"role levy_[0-9a-f]{8}", f"role {ROLE}", said)
        assert alike(without_run(said)) == alike(without_run(output)), command


def without_run(text: str) -> str:
    """Return an answer without who ran it where and when, and without gunicorn's own log."""
    text = re.sub(r"(?s)Last run.*", "Last run", text)
    text = re.sub(r"production-\d{8}-\d{6}-\w{4}", "production-ID", text)
    text = re.sub(r"[\d.]+ kB", "SIZE", text)
    return re.sub(r"^\[.*\] \[INFO\] Starting gunicorn .*\n", "", text, flags=re.MULTILINE)


def test_the_service_runs_the_command_that_is_tested() -> None:
    assert f"```console\n{SERVER}\n```" in TEXT
    assert f"\nExecStart=/srv/levy/.venv/bin/{SERVER}\n" in TEXT
    assert "\nExecStartPre=/srv/levy/.venv/bin/python migrate.py wait\n" in TEXT


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens")
def test_gunicorn_serves_this_machine_and_reloads(settings: dict[str, str]) -> None:
    assert printed("python migrate.py upgrade", ROOT, **settings)[0] == 0
    assert printed("python migrate.py wait", ROOT, **settings)[0] == 0
    port = free_port()
    server = subprocess.Popen(
        SERVER.split(),
        cwd=ROOT,
        env=os.environ | settings | {"PATH": PATH, "PORT": str(port)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        wait_for(server, "Booting worker")
        assert listeners(port) == {"0100007F"}
        assert "levy season import" in asked(port)
        server.send_signal(signal.SIGHUP)
        wait_for(server, "Booting worker")
        assert "levy season import" in asked(port)
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(port, Host="levy.county.example")
        assert refused.value.code == 403
        assert "levy.county.example is not this machine" in refused.value.read().decode()
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0
    finally:
        server.kill()
        server.communicate()


def wait_for(server: subprocess.Popen[str], what: str) -> None:
    assert server.stderr is not None
    said = []
    while what not in (line := server.stderr.readline()):
        said.append(line)
        assert line, f"it ended: {said}"


def asked(port: int, **headers: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers=headers)
    with urllib.request.urlopen(request) as page:  # noqa: S310 (http, by the line above)
        return str(page.read().decode())
