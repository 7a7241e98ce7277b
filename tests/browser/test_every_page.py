"""Every link leads to a page that works, asks nobody else, and that everybody can use."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Seen
from tiers import full

pytestmark = full

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
MAIN = (
    "/",
    "/benton/2025/levies/KENN",
    "/benton/2025/levies/FIR004E",
    "/benton/2025/levies/SD200CP",
    "/benton/2025/areas/",
    "/benton/2025/areas/K1 RA1",
    "/benton/2025/levies/KENN/inputs",
    "/benton/2025/history",
    "/benton/2025/measures",
    "/benton/2025/what-if/",
    "/imports/",
    "/help/glossary",
    "/benton/2025/levies/nobody",
)
FILES = ("/export",)  # a link to a file that the browser keeps
SHAPE = 3  # pages of one shape that are opened; the others of its template are only asked for


def _shape(path: str) -> str:
    parts = urlsplit(path).path.split("/")
    figure = "/figures" if "figures" in parts else ""
    return "/".join(parts[:4]) + figure + ("?" if urlsplit(path).query else "")


def test_a_crawl_of_every_link(context: BrowserContext, benton_home: str) -> None:
    seen = Seen(benton_home)
    page = seen.watch(context.new_page())
    waiting, done, shapes = [f"{benton_home}/"], set(), {}
    while waiting:
        address = waiting.pop(0)
        shape = _shape(address.removeprefix(benton_home))
        if address in done:
            continue
        if shape.endswith("/figures") and shapes.get(shape, 0) >= SHAPE:
            continue  # there are thousands, and tests/levy/web follows more of them
        done.add(address)
        shapes[shape] = shapes.get(shape, 0) + 1
        if address.endswith(FILES) or shapes[shape] > SHAPE:
            assert context.request.get(address).status == 200, address
            continue
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        links = [link.get_attribute("href") for link in page.locator("a[href]").all()[:400]]
        waiting += [
            urldefrag(benton_home + link if link.startswith("/") else page.url)[0] for link in links
        ]
    seen.nothing_wrong()
    assert len(done) >= 1 + 1 + 48 + 1 + 76 + 1, "home, board, levies, areas, area, glossary"


def _pages(home: str) -> tuple[str, ...]:
    return tuple(home + path for path in MAIN)


def test_axe_finds_nothing(chrome: Browser, benton_home: str) -> None:
    context = chrome.new_context()
    page = context.new_page()
    found = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in _pages(benton_home):
            page.goto(address)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            wrong = page.evaluate("axe.run().then(found => found.violations)")
            found |= {
                f"{address} at {width}: {one['id']}": [node["html"] for node in one["nodes"][:3]]
                for one in wrong
            }
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_scrolls_sideways(chrome: Browser, benton_home: str, width: int) -> None:
    context = chrome.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    wide = {}
    for address in _pages(benton_home):
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[address] = over
    context.close()
    assert wide == {}


def test_a_name_of_one_long_word_stays_in_the_hand(
    chrome: Browser, served: Callable[[bool], str]
) -> None:
    """On a season of its own: a scenario would show on the others' pages."""
    context = chrome.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{served(True)}/benton/2025/what-if/")
    page.get_by_label("New scenario").fill("W" * 80)
    page.get_by_role("button", name="Create a copy of the season").click()
    page.get_by_label("to", exact=True).fill("X" * 400)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("alert").wait_for()
    page.wait_for_load_state()  # a page is measured with its style sheet
    assert page.get_by_label("to", exact=True).input_value() == "X" * 400
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("link", name="All scenarios").click()
    page.get_by_role("heading", name="What if", exact=True).wait_for()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_a_number_tells_how_it_came_to_be(
    context: BrowserContext, served: Callable[[bool], str], benton_home: str
) -> None:
    page = context.new_page()
    page.goto(f"{benton_home}/benton/2025/")
    page.get_by_role("link", name="KENN", exact=True).click()
    page.locator("summary", has_text="Statutory maximum rate").click()
    assert page.get_by_text("= 3.6 − 0.238046340675 + 0.225").is_visible()
