"""Whatever options gunicorn gets, it listens for this machine alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from levy.db import db

ROOT = Path(__file__).parents[2]
OTHERS = [
    ("0.0.0.0:0", "0.0.0.0:0", "every address"),
    (":5999", ":5999", "no host is every address"),
    ("[::]:0", ":::0", "every address of IPv6"),
    ("127.0.0.1:0 --bind 0.0.0.0:0", "0.0.0.0:0", "the second of two"),
    ("example.invalid:0", "example.invalid:0", "a name that stands for nothing here"),
]


@pytest.mark.parametrize("bind, named, because", OTHERS)
def test_another_address_is_refused_before_anything_listens(
    app: Flask, bind: str, named: str, because: str
) -> None:
    done = run(app, *f"--bind {bind}".split())
    assert done.returncode == 1, because
    assert done.stderr.splitlines()[-1] == (
        f"Error: There is no sign-in yet, so the pages are served to this machine only, and {named} "
        "can be reached from others. Leave the address out, or write 127.0.0.1 and a port. "
        "docs/how-to/deployment.md says how people at other desks reach the pages."
    )
    assert "Listening" not in done.stderr


def test_mistaken_settings_are_told_without_a_traceback(app: Flask) -> None:
    done = run(app, PORT="many")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: The application did not start, because of its settings:\n"
        "  PORT is many. Set it to a whole number from 1 to 65535.\n"
    )


def run(app: Flask, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    assert url == db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:levy.gunicorn_settings"]
    return subprocess.run(
        [*command, *words],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
