"""The timber value of an enrichment levy, and the tax on it.  RCW 84.52.080(2), 84.33.081."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.timber_base import enrichment_timber, timber_tax
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # timber      roll          counts
    (D(225_315), D(0),         D(112_658),  "Kittitas: half of it is 112,657.50, and half a dollar rounds up"),
    (D(225_314), D(0),         D(112_657),  "an even value has no tie"),
    (D(225_315), D(112_658),   D(112_658),  "the roll is the same"),
    (D(225_315), D(200_000),   D(200_000),  "the roll of 1983 is greater"),
    (D(225_315), None,         D(112_658),  "a blank roll binds nothing"),
    (D(0),       None,         D(0),        "Benton has no timber"),
    (D(1),       D(0),         D(1),        "half a dollar"),
]
TAXES = [
    # value          rate           tax
    (D(112_658),   D("1.75"),     D("197.15"),  "197.1515 to the cent"),
    (D(10),        D("0.5"),      D("0.01"),    "half a cent of a whole levy rounds up"),
    (D(0),         D("1.75"),     D("0.00"),    "no timber"),
]
# fmt: on


@pytest.mark.parametrize("timber, roll, counts, because", CASES)
def test_enrichment_timber(timber, roll, counts, because):
    sheet = enrichment_timber(timber, roll)
    assert sheet.number("enrichment_timber") == counts, because
    assert_explained(sheet)


@pytest.mark.parametrize("value, rate, tax, because", TAXES)
def test_timber_tax(value, rate, tax, because):
    sheet = timber_tax(value, rate)
    assert sheet.number("timber_tax") == tax, because
    assert_explained(sheet)


@given(drawn.values, drawn.values, drawn.values)
def test_more_timber_never_counts_less(timber, more, roll):
    counts = enrichment_timber(timber, roll).number("enrichment_timber")
    assert counts <= enrichment_timber(timber + more, roll).number("enrichment_timber")
    assert counts >= roll
    assert 2 * counts >= timber
