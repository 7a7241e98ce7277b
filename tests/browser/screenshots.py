"""Pictures of the main pages for the documentation, at 1280 and 390 pixels.

`python -m tests.browser.screenshots` takes them again; look at each before it is committed.
"""

import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

import localpg
from levy.db import db
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import Cell
from levy.services.open_season import open_season
from levy.services.upload_season import keep_files, load_files
from levy.services.what_if import change_scenario, new_scenario, what_ifs
from tests.browser.chromium import FLAGS, chromium
from tests.browser.conftest import BENTON, Quiet
from tests.levy.conftest import application, migrated
from tests.levy.web.clicking import zipped

OUT = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "board": "/benton/2025/",
    "worksheet": "/benton/2025/levies/KENN",
    "figure": "/benton/2025/levies/KENN/figures/P2I",
    "areas": "/benton/2025/areas/",
    "area": "/benton/2025/areas/K1",
    "measures": "/benton/2025/measures",
    "what-if": "/benton/2025/what-if/1",
    "certification": "/benton/2025/certification",
    "imports": "/imports/",
}
SIZES = ((1280, 640), (390, 800))


def main() -> None:
    """Serve Benton's season with a scenario, and take a picture of each page."""
    OUT.mkdir(exist_ok=True)
    with localpg.throwaway() as server:
        server.create_database("pictures")
        url = server.url("pictures")
        migrated(url)
        app = application(url)
        with app.app_context():
            content, _ = zipped(BENTON)
            load_files(keep_files([("benton-2025.zip", content.read())]))
            calculate_season(2025)
            season = open_season(2025).season
            number = new_scenario(season, "Kennewick asks for less")
            lower = (Cell("requests.csv", "KENN", "certified_amount"), "15000000")
            change_scenario(season, number, lower, mark=what_ifs(season, (number,))[0].mark)
            db.session.remove()
        web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        _take(f"http://127.0.0.1:{web.server_port}")
        web.shutdown()
        thread.join(10)
        with app.app_context():
            db.engine.dispose()


def _take(home: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, address in PAGES.items():
                page.goto(home + address)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=OUT / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    main()
