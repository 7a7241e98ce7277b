"""The words of two pages, as a person reads them; `LEVY_GOLDEN=write` rewrites them."""

import os
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.levy.web.page_reading import Page

GOLDEN = Path(__file__).parent / "golden"

# fmt: off
GOLDEN_PAGES = [
    # address                       file            because
    ("/benton/2025/",               "board.txt",    "every levy, its district, its sums, notices"),
    ("/benton/2025/levies/KENN",    "kenn.txt",     "annexation, pension, library; each why"),
    ("/benton/2025/areas/K1 RA1",   "k1_ra1.txt",   "a stack of rates"),
    ("/benton/2025/levies/FIR004E", "fir004e.txt",  "a correction that the maximum cuts off"),
]
# fmt: on


@pytest.mark.parametrize("address, file, because", GOLDEN_PAGES)
def test_what_a_person_reads(site: FlaskClient, address: str, file: str, because: str) -> None:
    text = Page(site.get(address).text).text
    # The foot says when: its test is below.
    text = text.rpartition("Benton County, WA · tax year")[0]
    if os.environ.get("LEVY_GOLDEN") == "write":
        (GOLDEN / file).write_text(text)
    assert text == (GOLDEN / file).read_text(), because


def test_the_foot_says_when_it_was_computed(site: FlaskClient) -> None:
    assert re.search(
        r"Benton County, WA · tax year 2025 · values of Jan 15, 2025 \(version 1\) · "
        r"draft · computed \w{3} \d+, \d{4} \d\d:\d\d UTC",
        site.get("/benton/2025/").text,
    )
