"""The rules' pages: generated from the rules, up to date, and readable at 80 columns."""

import re
from pathlib import Path

import pytest

from safemigrate.lint.documentation import WIDTH, pages, rule_list, terminal_page
from safemigrate.lint.rules import RuleMisnamed, own_rules, rules_with

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "docs" / "reference" / "lint"
RULES = own_rules()


def test_the_book_is_what_the_rules_say():
    """`python -m safemigrate.lint.documentation docs/reference/lint` writes it again."""
    assert {file.name: file.read_text() for file in BOOK.glob("*.md")} == pages(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_is_a_small_book(rule):
    text = terminal_page(rule)
    wide = [line for line in text.splitlines() if len(line) > WIDTH and "https://" not in line]
    assert wide == []
    assert rule.text.splitlines()[0].endswith(".")
    if not rule.id.startswith("WAIV"):
        assert re.search(r"\n    \S", rule.text), "code that shows the safe way"
        assert re.search(r"^https://\S+$", rule.text.splitlines()[-1]), "the manual, at the end"


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_has_a_test_of_its_own(rule):
    name = Path(rule.module.__file__).stem
    if rule.id.startswith("WAIV"):
        assert rule.id in Path(__file__).with_name("test_waivers.py").read_text()
    else:
        assert Path(__file__).with_name("rules").joinpath(f"test_{name}.py").exists()


def test_list():
    assert rule_list(RULES).splitlines()[0] == "COMPAT101  drops-column"
    assert len(rule_list(RULES).splitlines()) == len(RULES)


# fmt: off
MISNAMED = [
    ('"""A."""\nID = "SHOP002"\ncheck = None',  "its ID is 'SHOP002'"),
    ('"""A."""\ncheck = None',                  "its ID is None"),
    ('"""A."""\nID = "SHOP001"',                "it has no check, check_chain or check_waiver"),
    ('ID = "SHOP001"\ncheck = None',            "it has no docstring, which is its documentation"),
]
# fmt: on


@pytest.mark.parametrize("text, reason", MISNAMED)
def test_a_file_that_is_not_a_rule(text, reason, tmp_path):
    (tmp_path / "shop001_no_orders.py").write_text(text)
    with pytest.raises(RuleMisnamed) as raised:
        rules_with(tmp_path)
    assert str(raised.value) == (
        f"shop001_no_orders.py is not a rule: {reason}. `db new-rule` writes a valid one."
    )
