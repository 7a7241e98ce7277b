"""Every figure leads to a page that says how it came to be."""

from flask.testing import FlaskClient

from tests.levy.web.page_reading import Page


def test_smoke(site: FlaskClient):
    for address in (
        "levies/KENN/figures/P2S",
        "levies/KENN/figures/amount",
        "areas/K1/figures/tax",
        "figures/total",
        "figures/areas",
        "levies/COUNTY/figures/amount",
    ):
        print("=====", address)
        answer = site.get("/benton/2025/" + address, follow_redirects=True)
        print(answer.status_code, Page(answer.text).text[:2500])
