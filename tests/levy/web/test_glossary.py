"""The glossary: one source, in order, with every term at an address of its own."""

import re

import pytest
from flask.testing import FlaskClient

from levy.web.glossary import SOURCE, anchor_of, glossary, term_of
from tests.levy.web.page_reading import Page


def test_every_term_stands_on_the_page(site: FlaskClient) -> None:
    page = Page(site.get("/help/glossary").text)
    headings = re.findall(r"^## (.+)$", SOURCE.read_text(), re.MULTILINE)
    assert [term.name for term in glossary()] == headings
    for term in glossary():
        assert term.anchor in page.ids()
        assert term.meaning, f"{term.name} means nothing"
        for paragraph in term.meaning:
            assert paragraph in page.text


def test_terms_stand_in_order_and_once() -> None:
    names = [re.sub(r"[^a-z0-9]", "", term.name.lower()) for term in glossary()]
    assert names == sorted(names)
    assert len(set(names)) == len(names)


def test_what_a_term_refers_to_is_a_term() -> None:
    names = {term.name for term in glossary()}
    for term in glossary():
        for other in re.findall(r"^See (.+)\.$", term.meaning[0]):
            assert other in names, term.name


def test_an_address_from_a_term() -> None:
    assert anchor_of("Tax code area") == "tax-code-area"
    assert anchor_of("$5.90 limit") == "5-90-limit"


# fmt: off
MEANT = [
    # label                               term                 because
    ("Limit factor",                      "Limit factor",      "in whatever case"),
    ("highest lawful levy since 1985",    "Highest lawful levy", "it begins with the term"),
    ("Levy limit + refund",               "Levy limit",        "the longest of two"),
    ("Levy",                              "Levy",              "a single word"),
    ("Levy on the original district",     None,                "a word among others"),
    ("1 percent limit",                   "1 percent limit",   "a sign in the heading"),
    ("",                                  None,                "nothing"),
]
# fmt: on


@pytest.mark.parametrize("label, name, because", MEANT)
def test_the_term_of_a_label(label: str, name: str | None, because: str) -> None:
    found = term_of(label)
    assert (found and found.name) == name, because


def test_terms_are_explained_where_they_stand(site: FlaskClient) -> None:
    pages = {
        "/benton/2025/": {"Certified request", "Levy", "Rate", "Bound by", "Banked capacity"},
        "/benton/2025/levies/KENN": {"Limit factor", "New construction", "Levy limit"},
        "/benton/2025/areas/": {"Senior-exempt", "$5.90 limit", "1 percent limit"},
        "/benton/2025/areas/K1": {"Senior-exempt", "$5.90 limit", "1 percent limit"},
    }
    meanings = {term.name: term.meaning[0] for term in glossary()}
    for address, names in pages.items():
        page = Page(site.get(address).text)
        marks = [attrs for tag, attrs in page.elements if attrs.get("class") == "term"]
        said = {mark["aria-label"][5:-6]: mark["data-says"] for mark in marks}
        assert names <= said.keys(), address
        assert said.items() <= meanings.items(), address
