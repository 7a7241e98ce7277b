"""The refund levy: what is eligible, and what fits under the maximum.  WAC 458-19-085."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.refund import (
    eligible_refund,
    refund_of_district,
    refund_within_maximum,
)
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
ELIGIBLE = [
    # refunds   cancelled   abated     added       net         eligible
    (D(8_000), D(10_000), D(1_000), D(7_000),  D(4_000),   D(12_000), "WAC 458-19-085, example 1"),
    (D(8_000), D(1_000),  D(0),     D(7_000),  D(-6_000),  D(8_000),  "more was added: the refunds paid remain"),
    (D(8_000), D(7_000),  D(0),     D(7_000),  D(0),       D(8_000),  "they cancel each other"),
    (D(0),     D(0),      D(0),     D(0),      D(0),       D(0),      "nothing to levy again"),
]
DISTRICTS = [
    # by levy                                                                       net             eligible
    ({"KENN": D("-11321.47")},                                                      D("-11321.47"), D("11321.47"), "Kennewick 2025"),
    ({"RICH": D("6092.71"), "RICHLIB": D("-2142.96")},                              D("3949.75"),   D(0),        "Richland 2025: one levy's gain is set against the other's loss"),
    ({"BNTCTY": D("538.69")},                                                       D("538.69"),    D(0),        "Benton City 2025: nothing to levy again"),
    ({"PORTBNT": D("-900.45"), "RETIRED": D("33.45")},                              D("-867.00"),   D("867.00"),   "Port of Benton 2025: a retired levy counts"),
    ({"DEBT": D("-60661.55"), "CP": D("-14924.14"), "MO": D("-55367.71")},          D("-130953.40"), D("130953.40"), "Kennewick schools: 23,850,000 becomes 23,980,953.40"),
    ({"E-911": D("-5.00"), "E_911": D("2.00")},                                     D("-3.00"),     D("3.00"),     "codes with signs"),
    ({},                                                                            D(0),         D(0),        "a district without levies"),
]
WITHIN = [
    # allowable   refund     value           rate       total          refund part    levy part      next base
    (D(10_000), D(2_000),  D(7_000_000),   D("1.8"),  D(12000),    D(2000),     D(10000),    D(10000),    "WAC 458-19-085(3)(e)(i): both fit"),
    (D(10_000), D(2_000),  D(6_500_000),   D("1.8"),  D("11700.00"), D(2000),     D("9700.00"),  D(10000),    "(ii): at the maximum the refund is served first"),
    (D(10_000), D(2_000),  D(1_000_000),   D("1.8"),  D("1800.00"),  D("1800.00"),  D("0.00"),     D("1800.00"),  "not even the refund fits"),
    (D(10_000), D(0),      D(5_000_000),   D("1.8"),  D("9000.00"),  D(0),        D("9000.00"),  D("9000.00"),  "no refund"),
    (D(10_000), D(2_000),  D(0),           D("1.8"),  D("0.00"),     D("0.00"),     D("0.00"),     D("0.00"),     "no value"),
]
# fmt: on


@pytest.mark.parametrize("refunds, cancelled, abated, added, net, eligible, because", ELIGIBLE)
def test_eligible_refund(refunds, cancelled, abated, added, net, eligible, because):
    sheet = eligible_refund(refunds, cancellations=cancelled, abatements=abated, supplements=added)
    assert sheet.number("net_cancelled") == net, because
    assert sheet.number("refund_eligible") == eligible, because
    assert_explained(sheet)


@pytest.mark.parametrize("adjustments, net, eligible, because", DISTRICTS)
def test_refund_of_district(adjustments, net, eligible, because):
    sheet = refund_of_district(adjustments)
    assert sheet.number("net_change") == net, because
    assert sheet.number("refund_eligible") == eligible, because
    assert_explained(sheet)


@pytest.mark.parametrize(
    "allowable, refund, value, rate, total, served, levy, base, because", WITHIN
)
def test_refund_within_maximum(allowable, refund, value, rate, total, served, levy, base, because):
    sheet = refund_within_maximum(allowable, refund, value=value, maximum_rate=rate)
    found = [sheet.number(key) for key in ("total", "refund_part", "levy_part", "next_year_base")]
    assert found == [total, served, levy, base], because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.values, drawn.rates)
def test_both_parts_are_the_total_and_the_refund_never_enters_the_base(
    allowable, refund, value, rate
):
    sheet = refund_within_maximum(allowable, refund, value=value, maximum_rate=rate)
    assert sheet.number("refund_part") + sheet.number("levy_part") == sheet.number("total")
    assert sheet.number("total") <= sheet.number("maximum_amount")
    assert 0 <= sheet.number("levy_part") <= sheet.number("next_year_base") <= allowable
    assert_explained(sheet)


@given(st.dictionaries(st.sampled_from("ABCDE"), drawn.changes))
def test_a_district_is_refunded_what_it_lost_over_all_its_levies(adjustments):
    sheet = refund_of_district(adjustments)
    assert sheet.number("refund_eligible") == max(-sum(adjustments.values()), 0)
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.dollars, drawn.dollars)
def test_what_was_paid_back_may_always_be_levied_again(refunds, cancelled, abated, added):
    sheet = eligible_refund(refunds, cancellations=cancelled, abatements=abated, supplements=added)
    assert refunds <= sheet.number("refund_eligible") <= refunds + cancelled + abated
    assert_explained(sheet)
