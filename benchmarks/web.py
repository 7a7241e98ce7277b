"""Measures how long pages take at 50 requests a second, compared with an empty page.

`python -m benchmarks.web` serves Benton's season with waitress, sends requests from a second
process without waiting for responses (an open loop), and prints the 95th percentile of each page
as a ratio to that of an empty page of the same application: at most 5 for the board, a worksheet
and an area, at most 15 for a what-if edit.
"""

import http.client
import logging
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from flask import render_template
from waitress.server import create_server

import localpg
import safemigrate
from levy.app import create_app
from levy.config import Settings, psycopg_url
from levy.kinds import Environment
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import Cell
from levy.services.import_season import import_season
from levy.services.what_if import mark_of

BENTON = Path(__file__).parents[1] / "examples" / "benton-2025"
EMPTY = "/empty"
PAGES = {
    "board": ("/benton/2025/", 5),
    "worksheet": ("/benton/2025/levies/KENN", 5),
    "area": ("/benton/2025/areas/K1", 5),
    "what-if edit": ("/benton/2025/what-if/1", 15),
}
PER_SECOND, SECONDS = 50, 12
# Each scenario has one editor, because concurrent edits of one scenario are refused.
SCENARIOS, TEXT = 60, 15_000_000
REQUEST = Cell("requests.csv", "KENN", "certified_amount")
PageRequest = tuple[str, dict[str, str] | None]  # path, form


def main() -> int:
    """Serve the season, measure from a second process; return 1 if a ratio is above its target."""
    if sys.argv[1:2] == ["--ask"]:
        return measure(int(sys.argv[2]))
    logging.disable(logging.WARNING)
    with localpg.throwaway() as server:
        server.create_database("web")
        app = create_app(
            Settings(Environment.TESTING, psycopg_url(server.url("web")), "a key of this benchmark")
        )
        app.add_url_rule(EMPTY, "empty", lambda: render_template("layout.html"))
        with app.app_context():
            safemigrate.upgrade()
            import_season(BENTON)
            calculate_season(2025)
        web = create_server(app, host="127.0.0.1", port=0, threads=8)
        threading.Thread(target=web.run, daemon=True).start()
        command = [sys.executable, "-m", "benchmarks.web", "--ask", str(web.effective_port)]
        return subprocess.run(command, check=False).returncode


def measure(port: int) -> int:
    """Request each page in turn, and print its 95th percentile and its ratio to the empty page."""
    token = _scenarios(port)
    for path, _ in PAGES.values():
        _timed(port, path, None, time.perf_counter())
    empty = _percentile(port, lambda _: (EMPTY, None))
    print(f"empty page: p95 {empty * 1000:.1f} ms at {PER_SECOND} requests a second")
    missed = 0
    for name, (path, most) in PAGES.items():
        edit = name == "what-if edit"
        request_of = partial(_edit, token) if edit else partial(_page, path)
        p95 = _percentile(port, request_of)
        missed += p95 > most * empty
        print(f"{name}: p95 {p95 * 1000:.1f} ms, ratio {p95 / empty:.1f} (at most {most})")
    return 1 if missed else 0


def _page(path: str, number: int) -> PageRequest:
    return path, None


def _edit(token: str, number: int) -> PageRequest:
    """Return an edit that changes its scenario each time, with the mark of the previous edit."""
    turn, scenario = divmod(number, SCENARIOS)
    before = ((REQUEST, f"{TEXT + turn - 1}.00"),) if turn else ()
    form = {"csrf_token": token, "mark": mark_of(before), "text": str(TEXT + turn)}
    path = f"/benton/2025/what-if/{scenario + 1}"
    return path, form | {"question": "request", "levy": REQUEST.code}


def _percentile(port: int, request_of: Callable[[int], PageRequest]) -> float:
    count = PER_SECOND * SECONDS
    start = time.perf_counter() + 0.2
    with ThreadPoolExecutor(64) as pool:
        times = sorted(
            pool.map(
                lambda number: _timed(port, *request_of(number), start + number / PER_SECOND),
                range(count),
            )
        )
    return times[int(count * 0.95)]


def _timed(port: int, path: str, form: dict[str, str] | None, due: float) -> float:
    """Return the seconds from when a request was due until its response was read."""
    time.sleep(max(due - time.perf_counter(), 0))
    status, _, _ = _request(port, path, form)
    if status >= 400:
        raise SystemExit(f"{path} answered {status}")
    return time.perf_counter() - due


_cookie = ""


def _request(port: int, path: str, form: dict[str, str] | None) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": _cookie} if _cookie else {}
    if form is None:
        connection.request("GET", path, headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, urlencode(form), headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text, response.getheader("Set-Cookie") or ""


def _scenarios(port: int) -> str:
    """Create the scenarios, and return the CSRF token for forms."""
    global _cookie
    _, page, cookie = _request(port, "/benton/2025/what-if/", None)
    _cookie = cookie.split(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    for number in range(SCENARIOS):
        _request(port, "/benton/2025/what-if/", {"csrf_token": token, "name": f"try {number}"})
    return token


if __name__ == "__main__":
    raise SystemExit(main())
