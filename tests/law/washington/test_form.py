"""Washington's forms as pages read them: parts, letters, candidates, changes, other levies."""

from datetime import date
from decimal import Decimal as D

import pytest

from levy.kinds import Binding, DistrictKind
from levy.law.season import LevyResult
from levy.law.washington.form import FORM, named_lines
from levy.law.washington.limit_levels import LIMIT_NAMES, SHORT_LIMIT_NAMES
from levy.law.washington.season import calculate
from levy.law.worksheet import Line, Worksheet, key_of
from levy.params.washington import law
from tests.law.golden import benton
from tests.law.washington.crowded_season import CROWDED


def sheet(*keys, **values):
    lines = [Line(key, key, D(1), "dollars") for key in keys]
    lines += [Line(key, key, value, "dollars") for key, value in values.items()]
    return Worksheet("", tuple(lines))


LAW = law(2025)
MAXIMUM, PAGE_1 = ("statutory_rate", "maximum_rate"), ("last_rate", "A", "K")
PAGE_2, ANSWER = ("P2I", "P2S", "P2S_rate"), ("rate", "tax")

# fmt: off
PARTS = [
    # keys                                       parts and how many lines each has                                  because
    ((*MAXIMUM, *PAGE_1, *PAGE_2, *ANSWER),      [("Statutory maximum rate", 2), ("Page 1: the levy limit", 3), ("Page 2: the levy", 3), ("The answer", 2)], "a levy under the limit"),
    ((*MAXIMUM, *PAGE_1, "voted_levy", *PAGE_2[1:], *ANSWER),
                                                 [("Statutory maximum rate", 2), ("Page 1: the levy limit", 3), ("Levy by voters' rate", 3), ("The answer", 2)], "a lid lift by rate"),
    ((*MAXIMUM, *PAGE_1, *PAGE_2, "part_A", "rest", *ANSWER),
                                                 [("Statutory maximum rate", 2), ("Page 1: the levy limit", 3), ("Page 2: the levy", 3), ("Set aside by law", 2), ("The answer", 2)], "a part is set aside"),
    ((*MAXIMUM, *PAGE_1, *PAGE_2, "banked", *ANSWER),
                                                 [("Statutory maximum rate", 2), ("Page 1: the levy limit", 3), ("Page 2: the levy", 3), ("The rate", 1), ("The answer", 2)], "lines after the levy's rate"),
    (("certified", "P2S", "P2S_rate", *ANSWER),  [("The levy", 3), ("The answer", 2)],                              "a bond"),
    (("received_rate", *ANSWER),                 [("The rate", 1), ("The answer", 2)],                              "a rate that was received"),
    (("value", "part_A", *ANSWER),               [("Set aside by law", 2), ("The answer", 2)],                      "a part"),
    (("certified",),                             [("The rate", 1)],                                                "no answer yet"),
]
LETTERS = [
    # key           letter   because
    ("A",           "A",     "page 1"),
    ("P2F",         "P2F",   "page 2"),
    ("P2A1",        "P2A1",  "a letter with a number"),
    ("P2S_rate",    "",      "a line that the form does not name"),
    ("last_rate",   "",      "an input"),
    ("Axis",        "",      "a word"),
]
OTHERS = [
    # key                         levy      because
    ("less_MCLIB",                "MCLIB",  "its rate is taken off"),
    (f"less_{key_of('E-911')}",   "E-911",  "a code with a sign"),
    ("part_MCLIB",                "",       "this worksheet's own line"),
    ("useless_A",                 "",       "less is not its beginning"),
]
# fmt: on


@pytest.mark.parametrize("keys, parts, because", PARTS)
def test_parts(keys, parts, because):
    found = FORM.parts(sheet(*keys))
    assert [(part.title, len(part.lines)) for part in found] == parts, because
    assert [line.key for part in found for line in part.lines] == list(keys), "each line once"


@pytest.mark.parametrize("key, letter, because", LETTERS)
def test_letter(key, letter, because):
    assert FORM.letter(key) == letter, because


@pytest.mark.parametrize("key, levy, because", OTHERS)
def test_other_levy(key, levy, because):
    assert FORM.other_levy(Line(key, "", D(1), "rate")) == levy, because


# fmt: off
CANDIDATES = [
    # lines                                          decided by          lowest first: key, decides                                because
    ({"P2I": D(3), "P2G": D(2), "P2H": D(4), "I": D(1)}, Binding.STATUTORY, [("I", True), ("P2G", False), ("P2I", False), ("P2H", False)], "all four"),
    ({"P2I": D(3), "P2G": None, "P2H": D(2), "I": D(4)}, Binding.CERTIFIED, [("P2H", True), ("P2I", False), ("I", False), ("P2G", False)], "a blank comes last"),
    ({"certified": D(2), "maximum_amount": D(3), "per_pupil": D(1)}, Binding.LIMIT, [("per_pupil", True), ("certified", False), ("maximum_amount", False)], "a school"),
    ({"voted_levy": D(2), "I": D(2)},                    Binding.LIMIT,     [("voted_levy", True), ("I", False)],                          "of two equal ones the form's order"),
    ({"P2I": D("0.5"), "P2G": None, "P2H": None, "I": D(0)}, Binding.STATUTORY, [("I", True), ("P2I", False), ("P2G", False), ("P2H", False)], "nothing is least of all; two blanks keep the form's order"),
    ({"certified": D(2)},                                Binding.CERTIFIED, [],                                                            "one is nothing to compare"),
    ({},                                                 Binding.RECEIVED,  [],                                                            "none"),
]
CHANGES = [
    # lines                                                changes                                             because
    ({"under_levied": D(5), "abeyance": D(2)},             [("under_levied", D(5)), ("abeyance", D(-2))],      "added, held back"),
    ({"over_levied": D(1), "shift_to": D(2), "shift_from": D(3)}, [("over_levied", D(-1)), ("shift_to", D(2)), ("shift_from", D(-3))], "corrected, shifted"),
    ({"part_A": D(4), "part_E_x2d_911": D(1)},             [("part_A", D(-4)), ("part_E_x2d_911", D(-1))],      "set aside"),
    ({"under_levied": None, "shift_to": D(0), "P2S": D(9)}, [],                                              "nothing of it"),
]
# fmt: on


@pytest.mark.parametrize("lines, binding, expected, because", CANDIDATES)
def test_candidates(lines, binding, expected, because):
    found = FORM.candidates(LevyResult("A", binding, worksheet=sheet(**lines)))
    assert [(one.key, one.decides) for one in found] == expected, because


def test_what_waits_has_no_candidates():
    assert FORM.candidates(LevyResult("A", Binding.NONE)) == ()


@pytest.mark.parametrize("lines, expected, because", CHANGES)
def test_changes(lines, expected, because):
    found = FORM.changes(sheet(**lines))
    assert [(change.line.key, change.amount) for change in found] == expected, because


def test_everything_that_can_decide_has_a_name():
    assert set(FORM.bound_by) == set(Binding)
    assert {limit: FORM.bound_by[limit] for limit in FORM.limits} == LIMIT_NAMES
    assert (
        FORM.limits == SHORT_LIMIT_NAMES == {Binding.AGGREGATE: "$5.90", Binding.ONE_PERCENT: "1 %"}
    )


# fmt: off
DUE = [
    # kind                       certified by         because
    (DistrictKind.CITY,          date(2024, 11, 30),  "RCW 84.52.020 and 84.52.070"),
    (DistrictKind.SCHOOL,        date(2024, 11, 30),  "a school district like any other"),
    (DistrictKind.COUNTY,        date(2024, 12, 15),  "the county certifies its own later"),
    (DistrictKind.ROAD,          date(2024, 12, 15),  "the road levy is the county's"),
    (DistrictKind.STATE,         None,                "the state certifies nothing to an assessor"),
]
# fmt: on


@pytest.mark.parametrize("kind, day, because", DUE)
def test_when_a_levy_is_certified(kind, day, because):
    assert FORM.due(kind, 2025) == day, because


# fmt: off
NAMED = [
    # levy        amount          certified   next year's limit  next year's rate  because
    ("KENN",      "P2S",          "rate",     "K",               "P2O",            "both pages"),
    ("COUNTY",    "rest",         "rate",     "K",               "P2O",            "parts are set aside"),
    ("CNYVET",    "part_CNYVET",  "rate",     None,              None,             "a part"),
    ("FIRE2",     "P2S",          "rate",     "K",               "voted_rate",     "a rate that voters approved"),
    ("FIRE2BD",   "P2S",          "rate",     None,              None,             "a bond"),
    ("SD200BD",   None,           "rate",     None,              None,             "a rate that was received"),
]
# fmt: on


@pytest.mark.parametrize("levy, amount, rate, limit, next_rate, because", NAMED)
def test_the_lines_with_what_came_of_it(levy, amount, rate, limit, next_rate, because):
    result = benton.levy(levy)
    named = named_lines(result.worksheet)
    wanted = [amount, rate, limit, next_rate]
    names = ["amount", "certified_rate", "next_highest_lawful_levy", "next_rate"]
    assert [named.get(name) for name in names] == wanted, because
    for name, value in (("amount", result.amount), ("certified_rate", result.rate)):
        if name in named:
            assert result.worksheet.value(named[name]) == value, because


def test_the_line_with_what_was_asked():
    assert named_lines(benton.levy("KENN").worksheet)["request"] == "P2H"
    assert named_lines(benton.levy("FIRE2BD").worksheet)["request"] == "certified"


def test_a_levy_that_gave_way_has_the_rate_that_was_left():
    gave_way = [row for row in calculate(CROWDED, LAW).levies if row.worksheet.has("rate_left")]
    assert gave_way
    for row in gave_way:
        named = named_lines(row.worksheet)
        assert (named["certified_rate"], named["amount"]) == ("rate_left", "amount_left")
        assert row.worksheet.value(named["amount"]) == row.amount
