from decimal import Decimal as D

from hypothesis import given

from levy.law.washington.received import received_rate
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn


def test_a_received_rate_keeps_its_digits():
    sheet = received_rate(D("1.711832454575"), source="Yakima County")
    assert sheet.number("received_rate") == D("1.711832454575")


def test_the_worksheet_says_who_sent_it():
    assert received_rate(D(1), source="Yakima").lines[0].source == "Yakima"
    assert received_rate(D(1), source=None).lines[0].source == "received_rates.csv"


@given(drawn.rates)
def test_every_received_rate_comes_back_as_it_was(rate):
    sheet = received_rate(rate, source=None)
    assert sheet.number("received_rate").as_tuple() == rate.as_tuple()
    assert_explained(sheet)
