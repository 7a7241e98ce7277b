from decimal import Decimal as D

import pytest

from levy.law.worksheet import Line, Working, Worksheet


def written():
    sheet = Working("RCW 1")
    assert sheet.given("a", "What came in", D(2), "dollars", "a.csv") == 2
    assert sheet.given("b", "What nobody knows", None, "dollars") is None
    assert sheet.computed("c", "Twice", D(4), "dollars", "a * 2", "RCW 2") == 4
    assert sheet.decided("d", "As much", D(4), "dollars", "c") == 4
    assert sheet.decided("e", "Blank", None, "dollars", "b", "RCW 3") is None
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
    assert sheet.line("c").value == sheet.known("c") == 4
    with pytest.raises(KeyError, match="nothing"):
        sheet.line("nothing")


def test_a_blank_is_not_known():
    with pytest.raises(ValueError, match="line b is blank"):
        written().worksheet().known("b")


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
    sheet = written().worksheet().sourced("b", "b.csv")
    assert [line.source for line in sheet.lines] == ["a.csv", "b.csv", "", "", ""]
    assert (sheet.has("b"), sheet.has("nothing")) == (True, False)
