from decimal import Decimal as D

import pytest

from levy.services.conformance_comparison import differences, paths

# fmt: off
CASES = [
    # expected                           found                        tolerance                differing keys        because
    ({"limit": "100.0"},                 {"limit": D("100.00")},      {},                      [],                   "compared as numbers"),
    ({"limit": "1E+2"},                  {"limit": D("100.00")},      {},                      [],                   "however they are written"),
    ({"limit": "100.00"},                {"limit": D("100.01")},      {},                      ["limit"],            "exact where there is no tolerance"),
    ({"limit": "100.00"},                {"limit": D("100.01")},      {"dollars": D("0.01")},  [],                   "the end of the tolerance is inside"),
    ({"limit": "100.00"},                {"limit": D("99.99")},       {"dollars": D("0.01")},  [],                   "the other end too"),
    ({"limit": "100.00"},                {"limit": D("100.011")},     {"dollars": D("0.01")},  ["limit"],            "beyond it"),
    ({"limit": "100.00"},                {"limit": D("100.01")},      {"rate": D(1)},        ["limit"],            "an amount has no tolerance of a rate"),
    ({"F_rate": "1.5"},                  {"F_rate": D("1.6")},        {"dollars": D(1)},     ["F_rate"],           "nor a rate that of an amount"),
    ({"F_rate": "1.5"},                  {"F_rate": D("1.6")},        {"rate": D("0.1")},      [],                   "a rate by its own"),
    ({"rate_per_dollar": "1.5"},         {"rate_per_dollar": D("1.6")},{"rate": D("0.1")},     [],                   "the word at the beginning"),
    ({"separate": "1.5"},                {"separate": D("1.6")},      {"rate": D("0.1")},      ["separate"],         "a word of its own, not a part of one"),
    ({"combined_ratio": "81.1"},         {"combined_ratio": D(81)}, {"dollars": D(1)},     [],                   "a ratio counts with the amounts"),
    ({"rates": {"bond": "1.5"}},         {"rates": {"bond": D("1.6")}},{"rate": D("0.1")},     [],                   "the key above says rates"),
    ({"share": {"bond": "1.5"}},         {"share": {"bond": D("1.6")}},{"rate": D("0.1")},     ["share.bond"],       "the key above says nothing of rates"),
    ({"bond": None},                     {"bond": None},              {},                      [],                   "a blank is a blank"),
    ({"bond": None},                     {"bond": D(0)},            {"dollars": D(9)},     ["bond"],             "a blank is not zero"),
    ({"bond": "0"},                      {"bond": None},              {"dollars": D(9)},     ["bond"],             "zero is not blank"),
    ({"over": True},                     {"over": True},              {},                      [],                   "yes is yes"),
    ({"over": True},                     {"over": D(1)},            {},                      ["over"],             "and not one"),
    ({"over": "1"},                      {"over": True},              {},                      ["over"],             "nor the other way round"),
    ({"usable": "no"},                   {"usable": "no"},            {},                      [],                   "a word"),
    ({"usable": "no"},                   {"usable": "No"},            {},                      ["usable"],           "another word"),
    ({"x": "NaN"},                       {"x": D("NaN")},             {},                      ["x"],                "no number at all"),
    ({"x": D("1.5")},                    {"x": D("1.50")},            {},                      [],                   "a bare JSON number, read exactly"),
    ({"x": "1"},                         {"x": 1},                    {},                      [],                   "a whole number of the program"),
    ({"x": "1"},                         {},                          {},                      ["x"],                "not answered"),
    ({"x": "1"},                         {"x": D(1), "y": D(2)},      {},                      [],                   "what nobody expects is not compared"),
    ({"r": ["1", "2"]},                  {"r": [D(1), D(3)]},         {},                      ["r.1"],              "item by item"),
    ({"r": ["1", "2"]},                  {"r": (D(1),)},              {},                      ["r.1"],              "an item that is missing"),
    ({"r": ["1"]},                       {"r": [D(1), D(2)]},         {},                      ["r"],                "an item too many"),
    ({"r": ["1"]},                       {"r": D(1)},                 {},                      ["r"],                "a number where a list belongs"),
    ({"r": {"a": "1"}},                  {"r": [D(1)]},               {},                      ["r.a"],              "a list where names belong"),
    ({"a": "123456789012345678901234567890.1"}, {"a": D("123456789012345678901234567890.2")},
                                                                      {},                      ["a"],                "digits beyond 28"),
]
# fmt: on


@pytest.mark.parametrize("expected, found, tolerance, keys, because", CASES)
def test_what_differs(expected, found, tolerance, keys, because):
    assert [one.key for one in differences(expected, found, tolerance)] == keys, because


def test_a_rule_may_say_that_all_its_figures_are_rates():
    expected, found = {"final": {"library": "0.5"}}, {"final": {"library": D("0.51")}}
    width = {"rate": D("0.01")}
    assert differences(expected, found, width, unit="rate") == ()
    assert [one.key for one in differences(expected, found, width)] == ["final.library"]


# fmt: off
SENTENCES = [
    # expected        found            what a person reads
    ("100.00",        D("100.010"),    "limit is 100.010, expected 100.00"),
    ("100.00",        D("1E+2") + 1,   "limit is 101, expected 100.00"),
    ("100.00",        None,            "limit is blank, expected 100.00"),
    (None,            D("1E-10"),      "limit is 0.0000000001, expected blank"),
    (True,            False,           "limit is False, expected True"),
]
# fmt: on


@pytest.mark.parametrize("expected, found, sentence", SENTENCES)
def test_a_difference_in_words(expected, found, sentence):
    (one,) = differences({"limit": expected}, {"limit": found}, {})
    assert str(one) == sentence


def test_a_key_without_an_answer_in_words():
    (one,) = differences({"limit": "1"}, {}, {})
    assert str(one) == "limit is not answered, expected 1"


def test_paths_of_everything_that_is_expected():
    expected = {"a": "1", "b": {"c": "2", "d": ["3", None]}}
    assert list(paths(expected)) == ["a", "b.c", "b.d.0", "b.d.1"]
