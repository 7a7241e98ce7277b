from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.statutory_maximum import statutory_maximum
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

LIBRARY, FIRE = D("0.238046340675"), D("1.115494208952")

# fmt: off
CASES = [
    # base      less                              plus        rate                 because
    (D("3.60"), {},                               None,       D("3.60"),           "nobody else levies here"),
    (D("3.60"), {"FIRE": FIRE},                   None,       D("2.484505791048"), "a fire authority"),
    (D("3.60"), {"FIRE": D("1.5"), "LIB": LIBRARY}, None,     D("1.861953659325"), "fire and library"),
    (D("3.60"), {"LIB": LIBRARY},                 D("0.225"), D("3.586953659325"), "a pension adds"),
    (D("3.60"), {},                               D(0),     D("3.60"),           "a pension of nothing is known"),
    (D("1.50"), {"BOND": D("0.018330551146")},    None,       D("1.481669448854"), "a non-voted bond"),
    (D("1.00"), {"FIRE": D("1.5")},               None,       D(0),              "others took more than all of it"),
    (D("1.00"), {"FIRE": D("1.1")},               D("0.225"), D("0.125"),          "the pension is added before that"),
]
# fmt: on


@pytest.mark.parametrize("base, less, plus, rate, because", CASES)
def test_statutory_maximum(base, less, plus, rate, because):
    sheet = statutory_maximum(base, less, plus)
    assert sheet.number("maximum_rate") == rate, because
    assert_explained(sheet)


# fmt: off
FORMULAS = [
    (D("1.5"),  "statutory_rate - less_FIRE",              "something is left"),
    (D("0.5"),  "statutory_rate - less_FIRE",              "nothing is left, and nothing was cut"),
    (D("0.4"),  "greater(statutory_rate - less_FIRE, 0)",  "cut at nothing, and it says so"),
]
# fmt: on


@pytest.mark.parametrize("base, formula, because", FORMULAS)
def test_a_maximum_that_is_cut_at_nothing_says_so(base, formula, because):
    sheet = statutory_maximum(base, {"FIRE": D("0.5")}, None)
    assert sheet.line("maximum_rate").formula == formula, because


def test_the_law_of_cities_is_named_where_it_matters():
    assert statutory_maximum(D("3.6"), {}, None).line("maximum_rate").statute == "RCW 84.52.043"
    city = statutory_maximum(D("3.6"), {"LIB": LIBRARY}, None)
    assert city.line("maximum_rate").statute == "RCW 84.52.043; RCW 84.52.044"


def test_codes_with_signs_are_lines_of_their_own():
    sheet = statutory_maximum(D("3.6"), {"E-911": D("0.5"), "E_911": D("0.25"), "E": D(1)}, None)
    assert sheet.line("maximum_rate").formula == (
        "statutory_rate - less_E_x2d_911 - less_E_x5f_911 - less_E"
    )
    assert sheet.number("maximum_rate") == D("1.85")
    assert sheet.line("less_E_x2d_911").label == "Less the rate of E-911"
    assert_explained(sheet)


LESS = st.dictionaries(st.text("ABC-1", min_size=1, max_size=5), drawn.rates, max_size=4)


@given(drawn.rates, LESS, st.none() | drawn.rates)
def test_a_maximum_is_never_below_nothing_and_others_never_raise_it(base, less, plus):
    sheet = statutory_maximum(base, less, plus)
    alone = statutory_maximum(base, {}, plus)
    assert 0 <= sheet.number("maximum_rate") <= alone.number("maximum_rate")
    assert alone.number("maximum_rate") == base + (plus or 0)
    assert_explained(sheet)
