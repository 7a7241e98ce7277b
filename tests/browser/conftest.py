"""A real Chromium before a real server, on a database of the test's own.

These tests run with `make test-all`: they need Chromium, and minutes.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from levy.db import db
from levy.services.calculate_season import calculate_season
from levy.services.import_season import import_season
from localpg.server import Server
from tests.browser.chromium import FLAGS, chromium
from tests.levy.conftest import application, migrated

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BENTON = Path(__file__).parents[2] / "examples" / "benton-2025"


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, *said: object) -> None:
        """Say nothing."""


class Seen:
    """What a browser met on its way: requests to others, failures, and what it complained of."""

    def __init__(self, home: str):
        self.home = home
        self.elsewhere: list[str] = []
        self.failed: list[str] = []
        self.complaints: list[str] = []

    def watch(self, page: "Page") -> "Page":
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._said(page, said.type, said.text))
        return page

    def _asked(self, request: object) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _answered(self, response: object) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _said(self, page: "Page", kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{page.url}: {text}")

    def nothing_wrong(self) -> None:
        assert (self.elsewhere, self.failed, self.complaints) == ([], [], [])


@pytest.fixture(scope="session")
def chrome() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright  # only here: other runs may lack it

    path = chromium()
    assert path is not None, "run python -m tests.browser.chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def context(chrome: "Browser", request: pytest.FixtureRequest) -> "Iterator[BrowserContext]":
    scripts = request.param == "with JavaScript"
    made = chrome.new_context(java_script_enabled=scripts, locale="en-US")
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture(scope="session")
def served(postgres: Server) -> "Iterator[Callable[[bool], str]]":
    """Return a function that serves a new database, Benton's season in it or nothing."""
    running = []

    def serve(loaded: bool) -> str:
        name = f"browser_{uuid4().hex}"
        postgres.create_database(name)
        migrated(postgres.url(name))
        app = application(postgres.url(name))
        if loaded:
            with app.app_context():
                import_season(BENTON)
                calculate_season(2025)
                db.session.remove()
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        running.append((app, server, thread, name))
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for app, server, thread, name in running:
        _stop(app, server, thread)
        postgres.drop_database(name)


def _stop(app: Flask, server: BaseWSGIServer, thread: threading.Thread) -> None:
    server.shutdown()
    thread.join(10)
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def benton_home(served: "Callable[[bool], str]") -> str:
    return served(True)


@pytest.fixture
def empty_home(served: "Callable[[bool], str]") -> str:
    return served(False)
