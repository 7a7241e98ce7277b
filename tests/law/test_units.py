from decimal import Decimal as D
from decimal import Inexact, InvalidOperation
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.units import (
    displayed,
    displayed_rate,
    lesser,
    not_below_zero,
    or_zero,
    product,
    quotient,
    rate_for,
    rate_or_zero,
    rounded,
    tax_on,
    to_cents,
)
from tests.law import formula

# fmt: off
ROUNDED = [
    # number        places  how          rounded      because
    (D("2.345"),     2,     "half_up",   D("2.35"),   "exactly half goes up"),
    (D("-2.345"),    2,     "half_up",   D("-2.35"),  "away from zero"),
    (D("2.3449999"), 2,     "half_up",   D("2.34"),   "just under half"),
    (D("2.345"),     2,     "half_down", D("2.34"),   "exactly half is dropped"),
    (D("2.34501"),   2,     "half_down", D("2.35"),   "more than half is not"),
    (D("2.349"),     2,     "down",      D("2.34"),   "cut off"),
    (D("-2.349"),    2,     "down",      D("-2.34"),  "cut towards zero"),
    (D("112657.5"),  0,     "half_up",   D(112658), "half a dollar of value"),
    (D(7),         2,     "half_up",   D("7.00"),   "shows its cents"),
    (D("1E+3"),      2,     "half_up",   D("1000.00"),"however it was written"),
    (D("1E-20"),     20,    "half_up",   D("1E-20"),  "twenty decimals are as many as there are"),
]
# fmt: on


@pytest.mark.parametrize("number, places, how, expected, because", ROUNDED)
def test_rounded(number, places, how, expected, because):
    answer = rounded(number, places, how)
    assert (answer, answer.as_tuple().exponent) == (expected, -places), because


@pytest.mark.parametrize("how", ["half_up", "half_down", "down"])
def test_a_number_that_does_not_fit_is_refused_and_never_shortened(how):
    assert rounded(D("9" * 120), 0, how) == D("9" * 120)
    with pytest.raises(InvalidOperation):
        rounded(D("9" * 121), 0, how)


def test_a_product_that_does_not_fit_is_refused_and_never_shortened():
    assert len(product(D("9" * 60), D("9" * 60)).as_tuple().digits) == 120
    with pytest.raises(Inexact):
        product(D("9" * 60), D("9" * 61))


def test_to_cents_goes_up_at_half():
    assert to_cents(D("3138676.565")) == D("3138676.57")


def test_a_product_keeps_every_digit():
    assert product(D(36331753518), D("0.813554955355")) == D("29557878111.305354188890")
    assert product(D("1." + "1" * 30), D("1." + "1" * 30)).as_tuple().digits[-1] == 1


def test_tax_is_exact():
    assert tax_on(D(36331753518), D("0.7490000524")) == D("27212485.2887658843432")


# fmt: off
QUOTIENTS = [
    # numerator  denominator   places  how         quotient                because
    (D(2),       D(3),          4,     "half_up",  D("0.6667"),            "two thirds"),
    (D(2),       D(3),          4,     "down",     D("0.6666"),            "cut"),
    (D(1),       D(8),          2,     "half_up",  D("0.13"),              "an exact tie"),
    (D(1),       D(8),          2,     "half_down",D("0.12"),              "an exact tie, dropped"),
    (D("0.12500000000000000000000000000001"), D(1), 2, "half_down", D("0.13"), "a hair above a tie"),
    (D("0.12499999999999999999999999999999"), D(1), 2, "half_up",   D("0.12"), "a hair below it"),
    (D(-1),      D(8),          2,     "half_up",  D("-0.13"),             "away from zero"),
]
# fmt: on


@pytest.mark.parametrize("numerator, denominator, places, how, expected, because", QUOTIENTS)
def test_quotient(numerator, denominator, places, how, expected, because):
    assert quotient(numerator, denominator, places, how) == expected, because


def test_no_tie_is_missed_beyond_the_digits_kept():
    above = D("0.5" + "0" * 89 + "1")
    assert quotient(above, D(1), 0, "half_down") == 1
    assert quotient(product(above, D(3)), D(3), 0, "half_down") == 1
    assert quotient(D("0.5" + "0" * 109 + "1"), D(1), 0, "half_down") == 1


# fmt: off
RATES = [
    # dollars            value            places  how         rate                   because
    (D("15800172.00"),  D(12110258178),   10,     "half_up",  D("1.3046932417"),     "a city"),
    (D("1025079.16"),   D(4010461122),    10,     "half_up",  D("0.2556013208"),     "not via 12 decimals"),
    (D("1025079.16"),   D(4010461122),    12,     "half_up",  D("0.255601320850"),   "which would end in 09"),
    (D("4310440.84"),   D(2461922069),    12,     "down",     D("1.750843738831"),   "the school form cuts"),
    (D(0),            D(1458023827),    10,     "half_up",  D("0E-10"),            "nothing asked for"),
]
# fmt: on


@pytest.mark.parametrize("dollars, value, places, how, expected, because", RATES)
def test_rate_for(dollars, value, places, how, expected, because):
    assert rate_for(dollars, value, places, how) == expected, because
    assert rate_or_zero(dollars, value, places, how) == expected, because


def test_a_rate_on_no_value_is_zero():
    assert str(rate_or_zero(D(100), D(0))) == "0E-10"  # with all its decimals
    assert str(rate_or_zero(D(100), D(0), 12, "down")) == "0E-12"


# fmt: off
SHOWN = [
    # number                       places  shown                  because
    (D("1.3046932416934968"),      12,     D("1.304693241694"),   "15 digits first: ...9350, then up"),
    (D("1.3046932416934"),         12,     D("1.304693241693"),   "14 digits are all shown"),
    (D("12345678.00499995"),        2,     D("12345678.01"),      "half a cent once 15 digits are shown"),
    (D("12345678.00499994"),        2,     D("12345678.00"),      "and just under it"),
    (D("-12345678.00499995"),       2,     D("-12345678.01"),     "away from zero, both times"),
    (D(0),                        2,     D("0.00"),             "nothing"),
]
# fmt: on


@pytest.mark.parametrize("number, places, expected, because", SHOWN)
def test_displayed(number, places, expected, because):
    assert displayed(number, places) == expected, because


def test_displayed_rate():
    assert displayed_rate(D("15800172.00"), D(12110258178)) == D("1.304693241694")
    assert str(displayed_rate(D("15800172.00"), D(0))) == "0E-12"  # with all its decimals


def test_a_blank_binds_nothing_and_adds_nothing():
    assert lesser(D(3), None, D(2)) == 2
    assert lesser(D(3), None) == 3
    assert lesser(D(3), D(0)) == 0
    assert or_zero(None) == 0
    assert or_zero(D(3)) == 3


NUMBERS = st.decimals(
    min_value=D(-(10**12)), max_value=D(10**12), places=18, allow_nan=False, allow_infinity=False
)
PLACES = st.integers(0, 12)


@given(NUMBERS, PLACES)
def test_rounding_is_off_by_half_a_digit_at_most(number, places):
    assert abs(Fraction(rounded(number, places)) - Fraction(number)) <= Fraction(1, 2 * 10**places)


@given(NUMBERS, PLACES)
def test_rounding_twice_to_the_same_digits_changes_nothing(number, places):
    once = rounded(number, places)
    assert rounded(once, places) == once


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_at_and_around_an_exact_tie(whole, places):
    unit = D(1).scaleb(-places)
    below = D(whole) * unit
    tie, hair = below + unit / 2, D("1E-9")
    assert rounded(tie + hair, places) == rounded(tie + hair, places, "half_down") == below + unit
    assert rounded(tie - hair, places) == rounded(tie - hair, places, "half_down") == below
    away, towards = (below + unit, below) if tie > 0 else (below, below + unit)
    assert rounded(tie, places) == away
    assert rounded(tie, places, "half_down") == towards


@given(NUMBERS, st.integers(1, 10**12), PLACES)
def test_a_quotient_is_rounded_once(numerator, denominator, places):
    exact = Fraction(numerator) / denominator
    assert Fraction(quotient(numerator, D(denominator), places)) == formula.half_up(exact, places)
    assert Fraction(quotient(numerator, D(denominator), places, "down")) == formula.cut(
        exact, places
    )


@given(NUMBERS, PLACES)
def test_displayed_is_what_the_formula_says(number, places):
    assert Fraction(displayed(number, places)) == formula.displayed(Fraction(number), places)


@given(NUMBERS, st.integers(1, 10**12))
def test_a_displayed_rate_is_what_the_formula_says(dollars, value):
    exact = Fraction(dollars) * 1000 / value
    assert Fraction(displayed_rate(dollars, D(value))) == formula.displayed(exact, 12)


@given(st.integers(0, 10**11), st.integers(10**6, 10**12))
def test_a_certified_rate_gives_the_levy_back(cents, value):
    dollars = D(cents).scaleb(-2)
    off = abs(to_cents(tax_on(D(value), rate_for(dollars, D(value)))) - dollars)
    # Half a unit of the tenth decimal on the whole value, and half a cent.
    assert Fraction(off) <= Fraction(value, 2 * 10**13) + Fraction(1, 200)


@given(st.lists(st.none() | NUMBERS), NUMBERS)
def test_lesser_is_never_above_any_of_its_amounts(others, amount):
    least = lesser(amount, *others)
    assert all(least <= other for other in (amount, *others) if other is not None)
    assert least in (amount, *others)


def test_an_amount_below_zero_is_zero():
    assert [not_below_zero(D(amount)) for amount in ("-0.01", "0", "0.01")] == [0, 0, D("0.01")]
