from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given

from levy.law.washington.excess_levy import excess_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # amount           value              12-decimal rate       because
    (D("124174.50"),   D(1_137_192_462),  D("0.109193917608"),  "a fire district's bond"),
    (D("179667.60"),   D(3_891_645_078),  D("0.046167519493"),  "a bond on its own territory"),
    (D(0),           D(1_458_023_827),  D(0),               "nothing asked for is known"),
    (D("500.00"),      D(0),              D(0),               "a bond on no value raises nothing"),
]
# fmt: on


@pytest.mark.parametrize("amount, value, rate, because", CASES)
def test_excess_levy(amount, value, rate, because):
    sheet = excess_levy(amount, value, source="requests.csv", label="Asked")
    assert (sheet.number("P2S"), sheet.number("P2S_rate")) == (amount, rate), because
    assert_explained(sheet)


def test_the_worksheet_says_where_the_amount_came_from():
    line = excess_levy(D(1), D(1), source="a letter", label="Asked").line("certified")
    assert (line.label, line.source) == ("Asked", "a letter")


@given(drawn.dollars, drawn.values)
def test_the_levy_is_what_was_asked_and_its_rate_gives_it_back(amount, value):
    sheet = excess_levy(amount, value, source="requests.csv", label="Asked")
    assert sheet.number("P2S") == amount
    # A rate of 15 shown digits: half of the last one, of at most 12 decimals.
    rate = Fraction(sheet.number("P2S_rate"))
    off = Fraction(1, 2 * 10**12) + rate / 10**14
    assert abs(rate - Fraction(amount) * 1000 / Fraction(value)) <= off
    assert_explained(sheet)
