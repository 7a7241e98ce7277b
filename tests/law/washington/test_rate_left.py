from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding as B
from levy.law.season import BuyDown, LevyResult, ReceivedRate
from levy.law.washington.proration import ProratedLevy
from levy.law.washington.rate_left import result_after_limits, result_before_limits
from levy.law.washington.season import calculate
from levy.law.worksheet import Worksheet
from levy.params.washington import law
from tests.law.reevaluation import assert_explained
from tests.law.washington.crowded_season import CROWDED, POOR
from tests.law.washington.small_season import SEASON

LAW = law(2025)


def levy(season, code):
    return next(levy for levy in calculate(season, LAW).levies if levy.levy == code)


def test_a_levy_that_gives_way_explains_its_rate_and_its_tax():
    for season in (CROWDED, POOR):
        for levy in calculate(season, LAW).levies:
            assert_explained(levy.worksheet)
    fire = calculate(CROWDED, LAW).levies[1]
    assert fire.worksheet.number("rate") == D("1.0100000000"), "its rate before the limit"
    assert fire.worksheet.line("rate_left").source == "$5.90 limit"
    assert fire.worksheet.number("tax") == fire.tax


def test_what_next_year_starts_from_is_not_cut():
    before, after = calculate(SEASON, LAW).levies[1], calculate(CROWDED, LAW).levies[1]
    assert after.next_highest_lawful_levy == before.next_highest_lawful_levy == D("1010.00")


# fmt: off
SOLD = [
    # season     seller   rate     lines below the rate                     amount        bound by        because
    (SEASON,     "CITY",  "0.5",   ["sold_LIB", "rate_agreed"],             "1520.00",    B.BUY_DOWN,     "2.02 less 0.5, and nothing is cut"),
    (CROWDED,    "FIRE",  "0.05",  ["sold_LIB", "rate_agreed", "rate_left"], "896.00",    B.AGGREGATE,    "0.896 was left of it anyway"),
    (CROWDED,    "FIRE",  "0.5",   ["sold_LIB", "rate_agreed"],             "510.00",     B.BUY_DOWN,     "it sold more than it would have lost"),
]
# fmt: on


@pytest.mark.parametrize("season, seller, sold, lines, amount, bound, because", SOLD)
def test_a_seller_explains_its_rate(season, seller, sold, lines, amount, bound, because):
    agreement = BuyDown(seller, "LIB", D(sold), "Contract 7")
    result = levy(replace(season, buy_downs=(agreement,)), seller)
    sheet = result.worksheet
    after = [line.key for line in sheet.lines][-len(lines) - 2 :]
    assert after == [*lines, "amount_left", "tax"], because
    assert (result.amount, result.tax, result.binding) == (D(amount), D(amount), bound), because
    assert sheet.number(lines[-1]) == result.rate
    assert sheet.line("sold_LIB").source == "Contract 7"
    assert_explained(sheet)


def test_agreements_with_codes_that_are_near_are_lines_of_their_own():
    prorated = ProratedLevy("CITY", D(1), D("0.7"), D("0.7"), None, D(0), None)
    city = calculate(SEASON, LAW).levies[0]
    city = city._replace(rate=D(1), worksheet=rated(city.worksheet, D(1)))
    sold = (BuyDown("CITY", "E-911", D("0.1")), BuyDown("CITY", "E_911", D("0.2")))
    sheet = result_after_limits(city, prorated, sold).worksheet
    assert sheet.line("rate_agreed").formula == "rate - sold_E_x2d_911 - sold_E_x5f_911"
    assert sheet.number("rate_agreed") == D("0.7")


def rated(sheet, rate):
    lines = (line._replace(value=rate) if line.key == "rate" else line for line in sheet.lines)
    return Worksheet(sheet.statute, tuple(lines))


# fmt: off
BEFORE = [
    # season     levy     rate            because
    (SEASON,     "FIRE",  "1.0100000000", "nothing touched it"),
    (CROWDED,    "FIRE",  "1.0100000000", "0.896 was left of it"),
    (replace(SEASON, buy_downs=(BuyDown("CITY", "FIRE", D("0.5")),)),
                 "CITY",  "2.0200000000", "it sold 0.5"),
]
# fmt: on


@pytest.mark.parametrize("season, code, rate, because", BEFORE)
def test_the_rate_before_agreements_and_limits(season, code, rate, because):
    result = levy(season, code)
    before = result_before_limits(result)
    assert before == result._replace(rate=D(rate)), because
    assert (before is result) is (result.rate == D(rate)), because


def test_what_waits_has_no_rate_before():
    waits = LevyResult("A", B.NONE, missing="something")
    assert result_before_limits(waits) is waits


def test_an_agreement_without_a_document_names_the_file():
    season = replace(SEASON, buy_downs=(BuyDown("CITY", "LIB", D("0.5")),))
    assert levy(season, "CITY").worksheet.line("sold_LIB").source == "buy_downs.csv"


def test_next_year_starts_from_the_levy_before_the_sale():
    before = levy(SEASON, "CITY")
    after = levy(replace(SEASON, buy_downs=(BuyDown("CITY", "LIB", D("0.5")),)), "CITY")
    assert after.next_highest_lawful_levy == before.next_highest_lawful_levy
    assert after.next_rate == before.next_rate


def test_a_seller_whose_rate_was_received_has_no_amount_here():
    received = ReceivedRate("CITY", rate=D(2), source="the next county")
    season = replace(
        SEASON,
        received=(*SEASON.received, received),
        buy_downs=(BuyDown("CITY", "LIB", D("0.5")),),
    )
    city = levy(season, "CITY")
    assert (city.rate, city.amount, city.tax) == (D("1.5"), None, D("1500.00"))
    assert_explained(city.worksheet)


@given(st.integers(1, 2019).map(lambda thousandths: D(thousandths) / 1000))
def test_a_seller_keeps_its_rate_less_what_it_sold_and_never_levies_more(sold):
    before = levy(SEASON, "CITY")
    after = levy(replace(SEASON, buy_downs=(BuyDown("CITY", "LIB", sold),)), "CITY")
    assert after.rate == before.rate - sold
    assert after.amount < before.amount
    assert result_before_limits(after).rate == before.rate
    assert_explained(after.worksheet)
