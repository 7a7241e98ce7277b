"""`levy conformance …` as it is typed: its lines, its sums, its exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from levy.cli.conformance import conformance
from levy.errors import ExamplesRefused
from levy.law.washington.conformance.rules import RULES

OWN = Path(__file__).parents[3] / "examples" / "conformance"
RIGHT = {
    "id": "one",
    "rule": "extension",
    "citation": "RCW 84.52.080",
    "inputs": {"taxable_value": "10", "rate_per_1000": "0.5"},
    "expected": {"amount": "0.01"},
}
WRONG = RIGHT | {"id": "two", "expected": {"amount": "0.00"}}
KNOWN = '[[known]]\nid = "two"\nkey = "amount"\nreason = "The source cuts."\n'


def typed(folder: Path, *words: str, examples: object = (RIGHT, WRONG), known: str = ""):
    (folder / "a.json").write_text(json.dumps({"examples": examples}), encoding="utf-8")
    (folder / "known.toml").write_text(known, encoding="utf-8")
    return CliRunner().invoke(conformance, [str(folder / "a.json"), *words])


def test_a_failure_is_named_and_ends_with_status_1(tmp_path):
    answer = typed(tmp_path)
    assert answer.output == (
        "passed  one  extension\n"
        "failed  two  extension: amount is 0.01, expected 0.00\n"
        "1 passed, 1 failed\n"
    )
    assert answer.exit_code == 1


def test_known_differences_are_counted_apart_and_fail_nothing(tmp_path):
    answer = typed(tmp_path, known=KNOWN)
    assert answer.output == (
        "passed  one  extension\n"
        "known  two  extension: amount is 0.01, expected 0.00: The source cuts.\n"
        "1 with known differences, for the reasons shown\n"
        "1 passed, 0 failed\n"
    )
    assert answer.exit_code == 0


def test_the_same_for_a_program(tmp_path):
    answer = typed(tmp_path, "--json")
    told = json.loads(answer.output)
    assert (told["passed"], told["failed"], told["known"]) == (1, 1, 0)
    assert told["examples"][1] == {
        "id": "two",
        "file": str(tmp_path / "a.json"),
        "rule": "extension",
        "citation": "RCW 84.52.080",
        "outcome": "failed",
        "because": ["amount is 0.01, expected 0.00"],
    }
    assert answer.exit_code == 1


def test_a_list_of_known_differences_can_be_named(tmp_path):
    (tmp_path / "mine.toml").write_text(KNOWN, encoding="utf-8")
    answer = typed(tmp_path, "--known", str(tmp_path / "mine.toml"))
    assert answer.exit_code == 0


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    answer = CliRunner().invoke(conformance, [str(tmp_path / "missing.json")])
    assert isinstance(answer.exception, ExamplesRefused)
    assert str(answer.exception).endswith(
        "It cannot be read (No such file or directory). Check the path."
    )


def test_a_file_must_be_named():
    answer = CliRunner().invoke(conformance, [])
    assert answer.exit_code == 2
    assert "Missing argument" in answer.output


@pytest.mark.parametrize("file", sorted(OWN.glob("*.json")), ids=lambda file: file.stem)
def test_our_own_examples_pass(file):
    answer = CliRunner().invoke(conformance, [str(file)])
    assert answer.output.splitlines()[-1].endswith(" passed, 0 failed")
    assert "known" not in answer.output
    assert answer.exit_code == 0


def test_every_rule_has_two_examples_of_our_own():
    rules = [
        example["rule"]
        for file in OWN.glob("*.json")
        for example in json.loads(file.read_text(encoding="utf-8"))["examples"]
    ]
    assert {rule for rule in RULES if rules.count(rule) < 2} == set()
