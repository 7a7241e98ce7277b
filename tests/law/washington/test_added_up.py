from decimal import Decimal as D

from levy.law.units import UNKNOWN
from levy.law.washington.added_up import RateSums


def test_rates_are_added_up_once():
    rates = {"CITY": D("1.2"), "PORT": D("0.3"), "EMS": D("0.5")}
    together = RateSums(rates)
    assert together["CITY", "PORT"] == D("1.5")
    assert together[()] == 0
    rates["CITY"] = D(9)
    assert together["CITY", "PORT"] == D("1.5"), "it was added up before"
    assert together["CITY",] == 9


def test_with_a_rate_that_is_not_known_no_sum_is_known():
    assert RateSums({"CITY": D(1), "PORT": UNKNOWN})["CITY", "PORT"].is_nan()
