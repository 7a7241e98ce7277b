"""What a clerk does in a season, by clicking: with JavaScript, and without it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import BENTON, Seen
from tests.levy.web.clicking import zipped
from tiers import full

pytestmark = full


def _load(page: Page, home: str, folder: Path) -> None:
    packed = folder / "season.zip"
    packed.write_bytes(zipped(BENTON)[0].getvalue())
    page.goto(f"{home}/")
    page.get_by_role("link", name="Upload one").click()
    page.get_by_label("A zip of the folder").set_input_files(packed)
    page.get_by_role("button", name="Check the files").click()
    page.get_by_role("button", name="Load ").click()
    page.get_by_role("button", name="Compute the season").first.click()


def test_from_an_empty_database_to_an_edit_and_a_scenario(
    context: BrowserContext, empty_home: str, tmp_path: Path
) -> None:
    seen = Seen(empty_home)
    page = seen.watch(context.new_page())
    _load(page, empty_home, tmp_path)
    assert page.get_by_text("Computed 48 of 48 levies: tax in Benton County $").is_visible()

    page.get_by_role("link", name="KENN", exact=True).first.click()
    page.get_by_role("link", name="edit Amount certified by the district").click()
    field = page.locator("input[name=text]")
    field.wait_for()
    field.fill("15000000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("15800172.00 is now 15000000.00").wait_for()
    assert page.locator(".answer dd").first.inner_text().startswith("$15,000,000.00")
    foot = page.locator(".foot").inner_text()
    page.reload()
    assert page.locator(".foot").inner_text() == foot, "it is of the figures above it"
    page.get_by_role("link", name="History").click()
    assert page.get_by_text("15800172.00 → 15000000.00").is_visible()

    page.get_by_role("link", name="What-if").click()
    page.get_by_label("New scenario").fill("lower")
    page.get_by_role("button", name="Create a copy of the season").click()
    page.get_by_label("Change").select_option("request")
    page.get_by_label("of levy").select_option("KENN")
    page.get_by_label("to", exact=True).fill("14000000")
    page.get_by_role("button", name="Change").click()
    page.get_by_text("15000000.00 → 14000000.00").wait_for()
    assert page.get_by_text("$14,000,000.00").first.is_visible()
    page.get_by_role("button", name="Discard this scenario").click()
    page.get_by_text("the season is unchanged").wait_for()
    seen.nothing_wrong()


def test_keys_find_and_move(chrome: Browser, benton_home: str) -> None:
    context = chrome.new_context()
    page = context.new_page()
    page.goto(f"{benton_home}/benton/2025/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    first, second = (link.inner_text() for link in page.locator("tbody th[scope=row] a").all()[:2])
    assert page.evaluate("document.activeElement.textContent") == second != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("?")
    assert page.locator(".keys").is_visible()
    context.close()


def test_paper_has_nothing_to_press(chrome: Browser, benton_home: str) -> None:
    context = chrome.new_context()
    page = context.new_page()
    page.emulate_media(media="print")
    for address in ("", "levies/KENN", "levies/KENN/inputs", "what-if/", "certification"):
        page.goto(f"{benton_home}/benton/2025/{address}")
        pressed = page.locator("form:visible, button:visible, .pen:visible, .term:visible")
        assert pressed.count() == 0, address
    context.close()


def test_every_worksheet_prints_on_two_letter_pages(chrome: Browser, benton_home: str) -> None:
    context = chrome.new_context()
    page = context.new_page()
    page.goto(f"{benton_home}/benton/2025/")
    links = page.locator("tbody th[scope=row] a").all()
    found = {link.get_attribute("href") for link in links}
    levies = sorted(link for link in found if "/levies/" in link)
    long = {}
    for link in levies:
        page.goto(benton_home + link)
        pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        if pages not in {1, 2}:
            long[link] = pages
    context.close()
    assert len(levies) == 48
    assert long == {}


def test_the_board_finds_and_sorts(context: BrowserContext, benton_home: str) -> None:
    seen = Seen(benton_home)
    page = seen.watch(context.new_page())
    page.goto(f"{benton_home}/benton/2025/")
    rows = page.locator("#found tbody th[scope=row] a")
    page.get_by_label("Find a levy, district or area").fill("prosser")
    page.get_by_label("Kind").select_option("regular")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("2 of 48 levies").wait_for()
    assert rows.count() == 2
    assert page.locator("main").count() == 1, "only what was found is put in place"
    page.get_by_role("link", name="Rate, $ per $1,000").click()
    page.locator("th[aria-sort=descending]").wait_for()
    assert rows.all_inner_texts()[0] == "PROSSER", "the higher rate of the two"
    assert page.get_by_label("Find a levy, district or area").input_value() == "prosser"
    page.get_by_role("link", name="Show all, by district").click()
    page.get_by_text("All 48 levies").wait_for()
    seen.nothing_wrong()


def test_the_board_by_keys_alone(chrome: Browser, benton_home: str) -> None:
    context = chrome.new_context()
    page = context.new_page()
    page.goto(f"{benton_home}/benton/2025/")
    page.keyboard.press("/")
    page.keyboard.type("FIR004E")
    page.get_by_text("1 of 48 levies").wait_for()
    page.reload()
    assert page.get_by_text("1 of 48 levies").is_visible(), "a reload loses nothing"
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/levies/FIR004E")
    context.close()


def test_editing_in_place(chrome: Browser, empty_home: str, tmp_path: Path) -> None:
    page = chrome.new_page(viewport={"width": 1280, "height": 640})
    _load(page, empty_home, tmp_path)
    page.goto(f"{empty_home}/benton/2025/levies/KENN")
    line = page.locator("#line-P2H")
    line.scroll_into_view_if_needed()
    words = line.locator("th").inner_text()
    focused = "document.activeElement.getAttribute('name') || document.activeElement.className"

    line.locator(".pen").click()
    field = line.locator("input[name=text]")
    field.wait_for()
    assert page.evaluate(focused) == "text", "what is typed goes into the field"
    page.keyboard.press("Escape")
    assert line.locator("th").inner_text() == words
    assert page.evaluate(focused) == "pen"

    page.keyboard.press("e")
    field.fill("a lot")
    page.keyboard.press("Enter")
    line.get_by_role("alert").wait_for()
    assert field.input_value() == "a lot"
    assert page.locator("#line-P2S").count() == 1, "the worksheet stays around the refusal"

    field.fill("15000000")
    page.keyboard.press("Enter")
    page.locator("#line-P2S.changed").wait_for()
    marked = {row.get_attribute("id") for row in page.locator("tr.changed").all()}
    assert {"line-P2H", "line-P2J", "line-P2P", "line-rate", "line-tax"} <= marked
    assert "line-A" not in marked, "what does not follow from it is not marked"
    assert page.evaluate(focused) == "pen"
    said = page.get_by_text("15800172.00 is now 15000000.00")
    assert said.bounding_box()["y"] >= 0, "it can be read where the edit was made"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("15000000.00 is now 15800172.00").wait_for()
    page.close()


SENT_AS_AN_ANSWER_COMES = """() => {
  const word = document.querySelector("input[type=search]");
  const sendAnother = () => { word.value = "FIR004E"; word.form.requestSubmit(); };
  document.addEventListener("htmx:before:swap", sendAnother, { once: true });
}"""


@pytest.mark.parametrize("listing", ["", "areas/"], ids=["board", "areas"])
def test_what_is_typed_while_an_answer_comes_is_found_too(
    chrome: Browser, benton_home: str, listing: str
) -> None:
    """The first answer must not take away the place that the second one goes to."""
    page = chrome.new_page()
    page.goto(f"{benton_home}/benton/2025/{listing}?find=FIR004E")
    found = page.locator("#found .state").inner_text()
    page.goto(f"{benton_home}/benton/2025/{listing}")
    page.evaluate(SENT_AS_AN_ANSWER_COMES)
    page.locator("input[type=search]").press_sequentially("KENN")
    page.get_by_text(found).wait_for()
    page.close()


def test_an_edit_is_undone_where_it_was_made(
    context: BrowserContext, empty_home: str, tmp_path: Path
) -> None:
    seen = Seen(empty_home)
    page = seen.watch(context.new_page())
    _load(page, empty_home, tmp_path)
    page.goto(
        f"{empty_home}/benton/2025/levies/KENN/inputs?file=requests.csv&field=certified_amount"
    )
    page.locator("input[name=text]").fill("15000000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("15800172.00 is now 15000000.00").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("15000000.00 is now 15800172.00").wait_for()
    seen.nothing_wrong()
