"""What becomes of an example: passed, known or failed, and the words for it."""

import json
from pathlib import Path

import pytest

from levy.errors import ExamplesRefused
from levy.services.conformance import check_conformance

# 250 x 1.23456 = 308.64.
RIGHT = {
    "id": "one",
    "rule": "extension",
    "inputs": {"taxable_value": "250000", "rate_per_1000": "1.23456"},
    "expected": {"amount": "308.64"},
}
WRONG = RIGHT | {"expected": {"amount": "308.65"}}
KNOWN = '[[known]]\nid = "one"\nkey = "amount"\nreason = "The source adds a cent."\n'


def checked(folder: Path, *examples: object, known: str = "", given: Path | None = None):
    (folder / "examples.json").write_text(json.dumps({"examples": examples}), encoding="utf-8")
    (folder / "known.toml").write_text(known, encoding="utf-8")
    return [(one.outcome, one.because) for one in check_conformance([folder], given)]


# fmt: off
CASES = [
    # example                                                     known     outcome    because
    (RIGHT,                                                       "",       "passed",  ()),
    (WRONG,                                                       "",       "failed",  ("amount is 308.64, expected 308.65",)),
    (WRONG | {"tolerance": {"dollars": "0.01"}},                  "",       "passed",  ()),
    (WRONG,                                                       KNOWN,    "known",   ("amount is 308.64, expected 308.65: The source adds a cent.",)),
    (RIGHT,                                                       KNOWN,    "failed",  ("amount is listed in known.toml, but agrees: remove it",)),
    (RIGHT | {"expected": {"cents": "1"}},                        KNOWN,    "failed",  ("cents is not answered, expected 1", "amount is listed in known.toml, but the example expects no such key")),
    (WRONG | {"expected": {"amount": "1", "other": "2"}},         KNOWN,    "failed",  ("other is not answered, expected 2",)),
    (RIGHT | {"id": "two"},                                       KNOWN,    "passed",  ()),
    (RIGHT | {"inputs": RIGHT["inputs"] | {"Rate": "1"}},         "",       "failed",  ("rule extension has no input Rate",)),
    (RIGHT | {"inputs": {"taxable_value": "1"}},                  "",       "failed",  ("rule extension cannot use these inputs (KeyError: 'rate_per_1000')",)),
    (RIGHT | {"inputs": RIGHT["inputs"] | {"rate_per_1000": "much"}}, "",   "failed",  ("rule extension cannot use these inputs (InvalidOperation: [<class 'decimal.ConversionSyntax'>])",)),
    (RIGHT | {"inputs": RIGHT["inputs"] | {"rate_per_1000": None}}, "",     "failed",  ("rule extension cannot use these inputs (TypeError: conversion from NoneType to Decimal is not supported)",)),
]
# fmt: on


@pytest.mark.parametrize("example, known, outcome, because", CASES)
def test_what_becomes_of_an_example(tmp_path, example, known, outcome, because):
    assert checked(tmp_path, example, known=known) == [(outcome, because)]


@pytest.mark.parametrize("rule", ["extensions", "__init__", "../extension", "os"])
def test_a_rule_that_is_not_known_fails_by_name(tmp_path, rule):
    ((outcome, because),) = checked(tmp_path, RIGHT | {"rule": rule})
    assert outcome == "failed"
    assert because[0].startswith(f"rule {rule!r} does not exist; the rules are aggregate_5_90, ")


def test_examples_keep_their_order(tmp_path):
    outcomes = checked(tmp_path, WRONG | {"id": "b"}, RIGHT | {"id": "a"})
    assert [outcome for outcome, _ in outcomes] == ["failed", "passed"]


def test_a_list_of_known_differences_that_was_named_stands_alone(tmp_path):
    named = tmp_path / "mine.toml"
    named.write_text(KNOWN, encoding="utf-8")
    assert checked(tmp_path, WRONG, given=named)[0][0] == "known"
    named.write_text("", encoding="utf-8")
    assert checked(tmp_path, WRONG, known=KNOWN, given=named)[0][0] == "failed"


def test_a_list_of_known_differences_that_is_not_there(tmp_path):
    with pytest.raises(ExamplesRefused, match="cannot be read"):
        checked(tmp_path, RIGHT, given=tmp_path / "missing.toml")


def test_the_projects_own_list_counts_for_a_file_elsewhere(tmp_path):
    # Two thousand on a million is 2.00; the list knows this id and key of a county's sheet.
    example = RIGHT | {"id": "benton25-joint-prossersd", "rule": "joint_district_rate"}
    example["inputs"] = {"av": {"A": "1000000"}, "levies": {"enrichment": "2000"}}
    example["expected"] = {"rates": {"enrichment": "3"}}
    assert checked(tmp_path, example)[0][0] == "known"
