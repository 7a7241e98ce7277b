"""The glossary: one source, in order, with every term at an address of its own."""

import re

from flask.testing import FlaskClient

from levy.web.glossary import SOURCE, anchor_of, glossary
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
