"""From the first page to the last: every link leads somewhere, and every page is well made."""

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from flask.testing import FlaskClient

from levy.web.security_headers import HEADERS
from tests.levy.web.page_reading import Cell, Page

STATIC = Path(__file__).parents[3] / "levy" / "web" / "static"
ADDRESSES = {
    "/benton/2025/",
    "/benton/2025/levies/KENN",
    "/benton/2025/levies/SD200MO",
    "/benton/2025/areas/",
    "/benton/2025/areas/P1",
    "/help/glossary",
    "/benton/2025/levies/nobody",
}


# There are thousands of figures, all on pages of one template: those of a levy and an area will do.
WITH_FIGURES = (
    "/benton/2025/levies/FIRE2EMS/figures/",
    "/benton/2025/areas/P1/figures/",
    "/benton/2025/figures/",
)


@pytest.fixture
def crawled(site: FlaskClient) -> dict[str, Page]:
    """Return every page that can be reached from the first."""
    found: dict[str, Page] = {}
    waiting = ["/benton/2025/"]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("/assets/") or "?" in address:
            continue
        if "/figures/" in address and not address.startswith(WITH_FIGURES):
            continue
        answer = site.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        if address.endswith("/paper.css"):
            assert answer.mimetype == "text/css", "a style sheet, and no page"
            continue
        if address.endswith("/export"):
            assert answer.mimetype == "application/zip", "a file, and no page"
            continue
        found[address] = Page(answer.text)
        waiting += [link for one in found[address].addresses() if (link := urldefrag(one)[0])]
    return found


def test_every_page_is_reached_and_well_made(crawled: dict[str, Page]) -> None:
    figures = [address for address in crawled if "/figures/" in address]
    assert len(figures) > 200
    assert len(crawled) - len(figures) == 1 + 1 + 48 * 3 + 1 + 76 * 3 + 1 + 5 + 5 + 1, (
        "home, board, levies, areas, area, glossary, others, certification, values, measures, history"
    )
    for address, page in crawled.items():
        _well_made(address, page)
    for address, page in crawled.items():
        for link in page.addresses():
            path, fragment = urldefrag(link)
            if fragment:
                there = crawled[path or address]
                assert unquote(fragment) in there.ids(), f"{address} leads to {link}"


def _well_made(address: str, page: Page) -> None:
    ids = page.ids()
    assert len(ids) == len(set(ids)), f"an id occurs twice on {address}"
    tags = [tag for tag, _ in page.elements]
    assert tags.count("h1") == tags.count("main") == 1, address
    assert tags.count("title") == 1 + tags.count("g"), "the page's, and one for each part drawn"
    assert tags.count("caption") == len(page.tables), f"a table without caption on {address}"
    assert not {"style", "iframe"} & set(tags), address
    _guarded(address, page)
    assert page.elements[0] == ("html", {"lang": "en"}), address
    for _, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], address
        if "aria-labelledby" in attrs:
            assert attrs["aria-labelledby"] in ids, address
    for link in page.addresses():
        assert link.startswith(("/", "#")), f"{address} leads out, to {link}"
        assert not link.startswith("//"), f"{address} leads out, to {link}"
    for table in page.tables:
        _under_headings(address, table)


def _guarded(address: str, page: Page) -> None:
    """Every script is our own file or data, and every form that writes carries its token."""
    for tag, attrs in page.elements:
        if tag == "script" and attrs != {"type": "application/json"}:
            assert attrs["src"].startswith("/assets/"), address
    writes = sum(1 for tag, attrs in page.elements if tag == "form" and attrs["method"] == "post")
    tokens = sum(1 for _, attrs in page.elements if attrs.get("name") == "csrf_token")
    assert tokens == writes, address


def _under_headings(address: str, table: list[list[Cell]]) -> None:
    head, *rows = table
    assert [cell.attrs.get("scope") for cell in head] == ["col"] * len(head), address
    assert all(cell.shown for cell in head), f"a column without heading on {address}"
    for row in rows:
        assert sum(cell.columns for cell in row) == len(head), f"{address}: {row[0].shown}"
        headings = [cell.attrs.get("scope") for cell in row if cell.tag == "th"]
        assert headings in (["row"], ["rowgroup"]), f"{address}: {row[0].shown}"


@pytest.mark.parametrize("address", sorted(ADDRESSES | {"/", "/assets/levy.css", "/nothing"}))
def test_every_answer_carries_the_headers(site: FlaskClient, address: str) -> None:
    with site.get(address) as answer:
        headers = answer.headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert len(headers.getlist("Content-Security-Policy")) == 1


def test_the_policy_lets_nothing_in() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy
    assert "; script-src 'self'; " in policy, "our own files, and nothing within a page"
    assert "*" not in policy
    assert "http" not in policy


def test_style_sheets_ask_for_nothing_outside() -> None:
    own = (STATIC / "levy.css").read_text()
    assert "url(" not in own
    assert "@import" not in own
    vendored = (STATIC / "vendor/uswds/css/uswds.min.css").read_text()
    assert not re.search(r"@import|url\([\"']?(https?:)?//", vendored)
