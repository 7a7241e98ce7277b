from decimal import Decimal as D

from levy.law.washington.received import received_rate


def test_a_received_rate_keeps_its_digits():
    sheet = received_rate(D("1.711832454575"), source="Yakima County")
    assert sheet.known("received_rate") == D("1.711832454575")


def test_the_worksheet_says_who_sent_it():
    assert received_rate(D(1), source="Yakima").lines[0].source == "Yakima"
    assert received_rate(D(1), source=None).lines[0].source == "received_rates.csv"
