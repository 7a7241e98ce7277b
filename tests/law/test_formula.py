"""The evaluator is the judge of every worksheet, so it is judged here, by hand-computed figures."""

from decimal import Decimal as D
from fractions import Fraction

import pytest

from levy.law.worksheet import Line, Worksheet
from tests.law.formula import displayed, evaluated, names_in
from tests.law.reevaluation import assert_explained

GIVEN = {
    "levy": D("15800172.00"),
    "value": D(12110258178),
    "B": D("10.00"),
    "blank": None,
    "none": None,
    "zero": D(0),
    "tie": D("2.345"),
    "nearly": D("0.00499999999999999999"),
}

# fmt: off
CASES = [
    # key     formula                          value               because
    ("x",    "levy + B * 2",                   "15800192",         "multiplication before addition"),
    ("x",    "(B + 2) * 3 / 4",                "9",                "brackets first"),
    ("x",    "-B + 1.5",                       "-8.5",             "a sign, and a decimal number"),
    ("x",    "B + blank",                      "10",               "a blank adds nothing"),
    ("x",    "lesser(levy, blank, B)",         "10",               "a blank binds nothing"),
    ("x",    "greater(blank, 3, B)",           "10",               "nor here"),
    ("x",    "lesser(blank, none)",            None,               "the least of blanks is blank"),
    ("x",    "cents(tie)",                     "2.35",             "half goes up"),
    ("x",    "cents(-tie)",                    "-2.35",            "away from zero"),
    ("x",    "dollars(0.5)",                   "1",                "half a dollar goes up"),
    ("x",    "rate12(levy, value)",            "1.304693241693",   "rounded once"),
    ("P2S",  "rate12(levy, value)",            "1.304693241694",   "the form shows 15 digits first"),
    ("P2S_rate", "rate12(levy, value)",        "1.304693241694",   "the rate of a form line too"),
    ("rate", "rate10(levy, value)",            "1.3046932417",     "as certified"),
    ("P2S",  "cut12(levy, value)",             "1.304693241693",   "cut is never shown first"),
    ("x",    "cut2(tie)",                      "2.34",             "cut drops a half"),
    ("x",    "round3(nearly)",                 "0.005",            "rounded to thousandths"),
    ("x",    "cents(nearly)",                  "0.00",             "just under half a cent"),
    ("A",    "cents(nearly)",                  "0.01",             "shown as half a cent first"),
    ("x",    "rate10(levy, zero)",             "0",                "no value, no rate"),
]
# fmt: on


@pytest.mark.parametrize("key, formula, value, because", CASES)
def test_formula(key, formula, value, because):
    given = [Line(name, name, number, "dollars") for name, number in GIVEN.items()]
    line = Line(key, key, None, "dollars", formula)
    expected = None if value is None else Fraction(value)
    assert evaluated(line, Worksheet("", (*given, line))) == expected, because


@pytest.mark.parametrize("formula", ["sqrt(B)", "rate(B)", "B ** 2", "B if B else 1", "missing"])
def test_what_is_not_in_the_language_is_refused(formula):
    line = Line("x", "x", None, "dollars", formula)
    with pytest.raises((SyntaxError, KeyError)):
        evaluated(line, Worksheet("", (Line("B", "B", D(1), "dollars"), line)))


def test_a_line_cannot_explain_itself():
    line = Line("x", "x", D(1), "dollars", "x")
    with pytest.raises(KeyError):
        evaluated(line, Worksheet("", (line,)))


def test_names_leave_out_the_functions():
    assert names_in("lesser(P2A1, cents(B)) + 2") == {"P2A1", "B"}


def test_displayed_keeps_fifteen_digits_of_any_size():
    assert displayed(Fraction("0.000000000000012345"), 18) == Fraction("0.000000000000012345")
    assert displayed(Fraction(1234567890123456789), 0) == 1234567890123460000
    assert displayed(Fraction(0), 2) == 0


# fmt: off
UNEXPLAINED = [
    # lines of the worksheet                                                          because
    ((("a", 1, "", ""), ("b", 2, "a", "RCW")),                                "not what its formula says"),
    ((("a", 1, "", ""), ("b", None, "a + 1", "RCW")),                         "blank for no reason"),
    ((("a", 1, "", ""), ("b", 1, "a", "")),                                   "no statute"),
    ((("a", 1, "", "RCW"),),                                                  "given, by a statute"),
]
# fmt: on


@pytest.mark.parametrize("lines, because", UNEXPLAINED)
def test_a_worksheet_that_does_not_explain_itself_is_caught(lines, because):
    made = tuple(
        Line(key, key, None if value is None else D(value), "dollars", formula, statute)
        for key, value, formula, statute in lines
    )
    with pytest.raises(AssertionError):
        assert_explained(Worksheet("", made))
