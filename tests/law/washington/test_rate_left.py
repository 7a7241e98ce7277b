from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import Binding as B
from levy.law.season import BuyDown, Received
from levy.law.washington.season import calculate
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
    assert fire.worksheet.known("rate") == D("1.0100000000"), "its rate before the limit"
    assert fire.worksheet.line("rate_left").source == "$5.90 limit"
    assert fire.worksheet.known("tax") == fire.tax


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
    assert sheet.known(lines[-1]) == result.rate
    assert sheet.line("sold_LIB").source == "Contract 7"
    assert_explained(sheet)


def test_an_agreement_without_a_document_names_the_file():
    season = replace(SEASON, buy_downs=(BuyDown("CITY", "LIB", D("0.5")),))
    assert levy(season, "CITY").worksheet.line("sold_LIB").source == "buy_downs.csv"


def test_next_year_starts_from_the_levy_before_the_sale():
    before = levy(SEASON, "CITY")
    after = levy(replace(SEASON, buy_downs=(BuyDown("CITY", "LIB", D("0.5")),)), "CITY")
    assert after.next_highest_lawful_levy == before.next_highest_lawful_levy
    assert after.next_rate == before.next_rate


def test_a_seller_whose_rate_was_received_has_no_amount_here():
    received = Received("CITY", rate=D(2), source="the next county")
    season = replace(
        SEASON,
        received=(*SEASON.received, received),
        buy_downs=(BuyDown("CITY", "LIB", D("0.5")),),
    )
    city = levy(season, "CITY")
    assert (city.rate, city.amount, city.tax) == (D("1.5"), None, D("1500.00"))
    assert_explained(city.worksheet)
