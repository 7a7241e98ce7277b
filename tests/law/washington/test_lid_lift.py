from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding as B
from levy.law.washington.lid_lift import lift_binding, single_year_lift
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn
from tests.law.washington.plain_levy import page_1

# fmt: off
CASES = [
    # voted       maximum    certified      levy            bound by      because
    (D("1.25"),   D("1.5"),  None,          D("12500.00"),  B.LIMIT,      "the voted rate, far above the limit of 10,600"),
    (D("1.25"),   D("1.5"),  D(99_999),     D("12500.00"),  B.LIMIT,      "asked for more than was voted"),
    (D("1.25"),   D("1.5"),  D("12000.00"), D("12000.00"),  B.CERTIFIED,  "asked for less"),
    (D("1.2500007"), D("1.5"), None,        D("12500.01"),  B.LIMIT,      "12,500.007 to cents"),
    (D("1.75"),   D("1.5"),  None,          D("15000.00"),  B.STATUTORY,  "voted above the maximum"),
    (D("1.5"),    D("1.5"),  None,          D("15000.00"),  B.STATUTORY,  "voted at the maximum"),
    (D("1.5"),    D("1.5"),  D("15000.00"), D("15000.00"),  B.CERTIFIED,  "all three equal: the request"),
    (D("1.0"),    D("1.5"),  None,          D("10000.00"),  B.LIMIT,      "voted below the limit"),
    (D("1.25"),   D("1.5"),  D(0),        D(0),         B.CERTIFIED,  "nothing certified is known"),
]
# fmt: on


@pytest.mark.parametrize("voted, maximum, certified, levy, bound, because", CASES)
def test_single_year_lift(voted, maximum, certified, levy, bound, because):
    first = page_1(maximum)
    sheet = first.followed_by(
        single_year_lift(first, voted_rate=voted, certified=certified, measure="Proposition 1")
    )
    assert sheet.number("P2S") == levy, because
    assert lift_binding(sheet) is bound, because
    assert sheet.line("voted_rate").source == "measures.csv, Proposition 1"
    assert_explained(sheet)


@given(drawn.rates, drawn.rates, st.none() | drawn.dollars)
def test_a_lifted_levy_is_never_above_any_of_its_limits(voted, maximum, certified):
    sheet = single_year_lift(
        page_1(maximum), voted_rate=voted, certified=certified, measure="Proposition 1"
    )
    levy = sheet.number("P2S")
    assert levy in {sheet.number("voted_levy"), sheet.number("I"), certified}
    assert levy <= min(sheet.number("voted_levy"), sheet.number("I"))
    assert certified is None or levy <= certified
    assert_explained(sheet)


@given(drawn.rates, drawn.rates, drawn.rates)
def test_a_higher_voted_rate_never_levies_less(voted, more, maximum):
    low, high = (
        single_year_lift(page_1(maximum), voted_rate=rate, certified=None, measure="")
        for rate in sorted((voted, voted + more))
    )
    assert low.number("P2S") <= high.number("P2S")
