"""What every response tells the browser, whole: a header that is lost is lost silently."""

import pytest
from flask import Flask

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# fmt: off
PAGES = [
    ("/",                 "a page"),
    ("/help/glossary",    "a page without a season"),
    ("/assets/levy.css",  "a style sheet"),
    ("/no/such/page",     "an address with nothing there"),
]
# fmt: on


@pytest.mark.parametrize("path, because", PAGES)
def test_every_response_carries_them(app: Flask, path: str, because: str) -> None:
    with app.test_client().get(path) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, because
