"""The index of statutes in the documentation is what the code says."""

import re
import tomllib
from pathlib import Path

from tools.statute_index import INDEX, LAW, PARAMETERS, index


def test_the_index_of_statutes_is_up_to_date():
    assert INDEX.read_text(encoding="utf-8") == index(), "run: python -m tools.statute_index"


def test_the_index_names_rule_file_statute_and_examples():
    row = next(line for line in index().splitlines() if "| `earmark.py` |" in line)
    assert row == (
        "| Parts of a levy that the law sets aside: mental health, veterans "
        "| `earmark.py` | RCW 71.20.110, WAC 458-19-055 | earmarked_split (3) |"
    )


def test_the_index_marks_the_rules_without_tests_of_their_name():
    rules = re.findall(r"\| `(\w+\.py)`( \(tested with its callers\))? \| \w+ ", index())
    tests = Path(__file__).parent / "washington"
    assert len(rules) > 50
    for name, mark in rules:
        assert (tests / f"test_{name}").exists() != bool(mark), name


def test_the_index_names_every_number():
    rows = index().partition("## Numbers of law")[2].partition("\nA number marked")[0].splitlines()
    for file in PARAMETERS.glob("*.toml"):
        of_file = [row for row in rows if f"| `{file.name}` |" in row]
        for name, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if isinstance(entries, list) and isinstance(entries[0], dict):
                assert sum(f"`{name}`" in row for row in of_file) == 1, (file.name, name)


def test_the_index_names_every_number_that_is_to_be_verified_with_its_source():
    rows = [line for line in index().splitlines() if "| **M** |" in line]
    marked = [
        (name, file.name, entry["source"])
        for file in PARAMETERS.glob("*.toml")
        for name, entries in tomllib.loads(file.read_text(encoding="utf-8")).items()
        if isinstance(entries, list)
        for entry in entries
        if entry.get("mark") == "M"
    ]
    assert marked
    for name, file, source in marked:
        assert "from memory, to be verified" in source, (file, name)
        assert any(f"`{name}`" in row and file in row and source in row for row in rows), name


def test_a_number_that_is_not_verified_carries_the_mark():
    for file in PARAMETERS.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert text.count("from memory") == text.count('mark = "M"'), file.name


def test_the_index_names_every_reading_that_is_to_be_verified():
    rules = (file.read_text(encoding="utf-8") for file in LAW.glob("*.py"))
    readings = index().partition("## Readings of the law")[2]
    assert readings.count("[M") == sum(text.count("[M:") + text.count("[M,") for text in rules)
