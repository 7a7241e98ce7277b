"""Formulas in words: every sign, every function, and what has no words."""

import pytest

from levy.web.formula import Piece, in_words

KEYS = ("A", "B", "C", "P2A1", "P2A", "value", "last_rate", "less_E_x2d_911", "less_E")

# fmt: off
CASES = [
    # formula                                  in words                                because
    ("A + B - C",                              "A + B − C",                            "a sum"),
    ("A - (B + C)",                            "A − (B + C)",                          "brackets"),
    ("A - B - C",                              "A − B − C",                            "none here"),
    ("A / (B * C)",                            "A ÷ (B × C)",                          "a divisor"),
    ("(A + B) * C",                            "(A + B) × C",                          "a factor"),
    ("A * (1 + B)",                            "A × (1 + B)",                          "a number"),
    ("A * 0.25 / 1000",                        "A × 0.25 ÷ 1,000",                     "digits"),
    ("cents(A * last_rate / 1000)",            "A × last_rate ÷ 1,000, to the cent",   "cents"),
    ("dollars(A)",                             "A, to the dollar",                     "dollars"),
    ("rate10(A, value)",                       "A ÷ value × 1,000, to 10 decimals",    "a rate"),
    ("rate12(A, value - B)",                   "A ÷ (value − B) × 1,000, to 12 decimals",
                                                                                       "a base"),
    ("cut12(A, value)",                        "A ÷ value × 1,000, cut off after 12 decimals",
                                                                                       "cut"),
    ("cut10(A)",                               "A, cut off after 10 decimals",         "cut"),
    ("round10(A)",                             "A, to 10 decimals",                    "rounded"),
    ("lesser(A, B)",                           "the lesser of A and B",                "of two"),
    ("lesser(A, B, C)",                        "the least of A, B and C",              "of three"),
    ("greater(A, B, C)",                       "the greatest of A, B and C",           "of three"),
    ("lesser(A, B) + C",                       "(the lesser of A and B) + C",          "inside"),
    ("A - cents(B)",                           "A − (B, to the cent)",                 "inside"),
    ("greater(lesser(A, B - C), B)",           "the greater of (the lesser of A and B − C) and B",
                                                                                       "nested"),
    ("greater(A - B, 0)",                      "A − B, not below 0",                   "a floor"),
    ("greater(A - B, 0) * C",                  "(A − B, not below 0) × C",             "inside"),
    ("greater(A, B, 0)",                       "the greatest of A, B and 0",           "of three"),
    ("P2A1 + P2A + A",                       "P2A1 + P2A + A",                       "the longest"),
    ("value - less_E_x2d_911 - less_E",        "value − less_E_x2d_911 − less_E",      "a code"),
    ("A - unknown",                            "A − unknown",                          "no line"),
    ("A if B else C",                          "A if B else C",                        "no words"),
    ("median(A, B)",                           "median(A, B)",                         "no words"),
    ("A +",                                   "A +",                                  "unfinished"),
    ("A",                                      "A",                                    "a copy"),
]
# fmt: on


@pytest.mark.parametrize("formula, words, because", CASES)
def test_in_words(formula: str, words: str, because: str) -> None:
    read = in_words(formula, KEYS, lambda key: key)
    assert "".join(piece.text for piece in read) == words, because


def test_each_line_that_is_named_is_a_link_of_its_own() -> None:
    read = in_words(
        "cents(value * less_E_x2d_911)", KEYS, {"value": "$10", "less_E_x2d_911": "0.5"}.__getitem__
    )
    assert read == (
        Piece("$10", "value"),
        Piece(" × "),
        Piece("0.5", "less_E_x2d_911"),
        Piece(", to the cent"),
    )
