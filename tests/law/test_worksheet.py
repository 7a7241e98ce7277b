import ast
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.worksheet import Line, Working, Worksheet, code_of, key_of


def written():
    sheet = Working("RCW 1")
    assert sheet.input("a", "What came in", D(2), "dollars", "a.csv") == 2
    assert sheet.input("b", "What nobody knows", None, "dollars") is None
    assert sheet.computed("c", "Twice", D(4), "dollars", "a * 2", "RCW 2") == 4
    assert sheet.computed_or_blank("d", "As much", D(4), "dollars", "c") == 4
    assert sheet.computed_or_blank("e", "Blank", None, "dollars", "b", "RCW 3") is None
    return sheet


def test_lines_stand_in_the_order_in_which_they_were_written():
    assert written().worksheet() == Worksheet(
        "RCW 1",
        (
            Line("a", "What came in", D(2), "dollars", "", "", "a.csv"),
            Line("b", "What nobody knows", None, "dollars"),
            Line("c", "Twice", D(4), "dollars", "a * 2", "RCW 2"),
            Line("d", "As much", D(4), "dollars", "c", "RCW 1"),
            Line("e", "Blank", None, "dollars", "b", "RCW 3"),
        ),
    )
    assert [line.key for line in written()] == ["a", "b", "c", "d", "e"]


def test_a_line_is_found_by_its_key():
    sheet = written().worksheet()
    assert sheet.line("c").value == sheet.number("c") == 4
    with pytest.raises(KeyError, match="nothing"):
        sheet.line("nothing")


def test_a_blank_is_not_known():
    with pytest.raises(ValueError, match="line b is blank"):
        written().worksheet().number("b")


# fmt: off
STATUTES = [
    # first           second       both                because
    ("RCW 1",         "RCW 2",     "RCW 1; RCW 2",     "two rules"),
    ("RCW 1; RCW 2",  "RCW 2",     "RCW 1; RCW 2",     "a rule that is named already"),
]
# fmt: on


@pytest.mark.parametrize("first, second, both, because", STATUTES)
def test_one_worksheet_follows_another(first, second, both, because):
    one, two = Line("a", "", D(1), "dollars"), Line("b", "", D(2), "dollars")
    joined = Worksheet(first, (one,)).followed_by(Worksheet(second, (two,)))
    assert joined == Worksheet(both, (one, two)), because


def test_a_line_that_both_have_is_written_once():
    value, tax = Line("value", "Value", D(5), "value"), Line("tax", "Tax", D(1), "dollars")
    joined = Worksheet("RCW 1", (value,)).followed_by(Worksheet("RCW 1", (value, tax)))
    assert joined.lines == (value, tax)


def test_a_line_cannot_have_two_values():
    one, other = (Worksheet("", (Line("value", "Value", D(n), "value"),)) for n in (1, 2))
    with pytest.raises(ValueError, match="line value has two values"):
        one.followed_by(other)


def test_the_source_of_one_input_is_written_beside_it():
    writing = written()
    writing.set_source("b", "b.csv")
    writing.set_source("nothing", "b.csv")
    sheet = writing.worksheet()
    assert [line.source for line in sheet.lines] == ["a.csv", "b.csv", "", "", ""]
    assert (sheet.has("b"), sheet.has("nothing")) == (True, False)


# fmt: off
CODES = [
    # code         key                    because
    ("KENN",       "KENN",                "letters stay as they are"),
    ("K1 RA1",     "K1_x20_RA1",          "a blank"),
    ("E-911",      "E_x2d_911",           "a dash is no minus"),
    ("E_911",      "E_x5f_911",           "so E-911 is not E_911"),
    ("E_x2d_911",  "E_x5f_x2d_x5f_911",   "a code that looks like a key"),
    ("\u00aa",     "_xaa_",               "a letter that Python would read as a"),
    ("A/B?(1)",    "A_x2f_B_x3f__x28_1_x29_", "several signs together"),
]
# fmt: on


@pytest.mark.parametrize("code, key, because", CODES)
def test_a_code_in_a_key(code, key, because):
    assert (key_of(code), code_of(key)) == (key, code), because


@given(st.text(), st.text())
def test_codes_have_keys_of_their_own_that_are_identifiers(code, other):
    assert code_of(key_of(code)) == code
    assert (key_of(code) == key_of(other)) is (code == other)
    assert f"less_{key_of(code)}".isidentifier()
    assert ast.parse(f"less_{key_of(code)}", mode="eval").body.id == f"less_{key_of(code)}"


# Both say the same value of one key; where each came from tells them apart.
FIRST = Line("value", "Value of the levy", D(5), "value", source="values.csv")
SECOND = Line("value", "Value of the part", D(5), "value", source="levy_values.csv")
TAX = Line("tax", "Tax", D(1), "dollars")


def written_after_first(line: Line) -> Worksheet:
    sheet = Working("", Worksheet("", (FIRST,)))
    assert sheet.input(line.key, line.label, line.value, line.unit, line.source) == line.value
    return sheet.worksheet()


# fmt: off
JOINED = [
    # two lines of one key become                                              because
    (Worksheet("", (FIRST, SECOND, TAX)),                                      "on one worksheet"),
    (Worksheet("", (FIRST,)).followed_by(Worksheet("", (SECOND, TAX))),        "on one that follows"),
    (Worksheet("", (FIRST,)).followed_by(Worksheet("", (TAX,)), Worksheet("", (SECOND,))), "on the second that follows"),
    (written_after_first(SECOND).followed_by(Worksheet("", (TAX,))),           "given below what was written before"),
]
# fmt: on


@pytest.mark.parametrize("sheet, because", JOINED)
def test_of_two_lines_with_one_key_the_first_is_kept(sheet, because):
    assert sheet.lines == (FIRST, TAX), because
    assert sheet.line("value") == sheet.by_key["value"] == FIRST, because


def test_one_key_cannot_be_given_two_values():
    other = SECOND._replace(value=D(6))
    with pytest.raises(ValueError, match="line value has two values"):
        Worksheet("", (FIRST, other))
    with pytest.raises(ValueError, match="line value has two values"):
        written_after_first(other)


def test_a_rule_goes_on_below_the_worksheet_so_far_and_leaves_it_as_it_was():
    before = Worksheet("RCW 1", (FIRST,))
    sheet = Working("RCW 2", before)
    sheet.computed("tax", "Tax", D(1), "dollars", "value - 4")
    after = sheet.worksheet()
    assert before == Worksheet("RCW 1", (FIRST,))
    assert (after.statute, [line.key for line in after.lines]) == ("RCW 1; RCW 2", ["value", "tax"])
    assert (after.value("tax"), after.number("value")) == (1, 5)


def test_worksheets_with_the_same_lines_are_equal():
    one, same = Worksheet("RCW 1", (FIRST, TAX)), Worksheet("RCW 1", [FIRST, TAX])
    assert one == same
    assert hash(one) == hash(same)
    assert repr(one) == f"Worksheet('RCW 1', {(FIRST, TAX)!r})"
    for other in (Worksheet("RCW 2", (FIRST, TAX)), Worksheet("RCW 1", (TAX, FIRST)), "RCW 1"):
        assert (one == other) is False
