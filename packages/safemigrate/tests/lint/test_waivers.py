"""Waivers: what each place covers, that a reason is needed, and that unused ones are reported."""

import pytest

from safemigrate.lint.trial import report
from tests.lint.ruling import SHOP

UNIQUE = 'op.create_unique_constraint("uq", "users", ["name"])'

# fmt: off
CASES = [
    # upgrade, header, remaining rules
    (f"{UNIQUE}  # migrate: allow LOCK008: few rows", "", [],
     "at the end of the line"),
    (f"# migrate: allow LOCK008: few rows\n{UNIQUE}", "", [],
     "on the line above"),
    (f"# migrate: allow LOCK008: few rows\n\n# see the log\n{UNIQUE}", "", [],
     "above, with another comment between"),
    (UNIQUE, "# migrate: allow LOCK008: few rows", [],
     "at the beginning of a line: the whole file"),
    ('op.create_unique_constraint(\n    "uq",\n    "users",\n'
     '    ["name"],  # migrate: allow LOCK008: few rows\n)', "", [],
     "anywhere in the statement"),
    ('with op.batch_alter_table("users") as b:  # migrate: allow LOCK008: few rows\n'
     '    b.create_unique_constraint("uq", ["name"])', "", [],
     "a block: all of it"),
    (f"def add():\n    {UNIQUE}\nadd()  # migrate: allow LOCK008: few rows", "", [],
     "at the call of a function of the file"),
    (f"{UNIQUE}  # migrate: allow LOCK008", "", ["LOCK008", "WAIV901"],
     "without a reason it has no effect"),
    (f"{UNIQUE}  # migrate: allow LOCK008:  ", "", ["LOCK008", "WAIV901"],
     "blanks are not a reason"),
    (f"{UNIQUE}  # migrate: allow LOCK001: few rows", "", ["LOCK008", "WAIV902"],
     "another rule's finding stays"),
    (f"x = 1  # migrate: allow LOCK008: few rows\n{UNIQUE}", "", ["LOCK008", "WAIV902"],
     "another statement's finding stays"),
    (f"{UNIQUE}  # migrate: allow LOCK999: few rows", "", ["LOCK008", "WAIV903"],
     "there is no such rule"),
    (f"{UNIQUE}  # migrate: allow LOCK008: few\npass  # migrate: allow LOCK008: rows", "",
     ["WAIV902"], "one of two is used"),
    ('x = "# migrate: allow LOCK001: a text"', "", [],
     "a string is not a comment"),
]
# fmt: on


@pytest.mark.parametrize("upgrade, header, remaining, because", CASES)
def test_waiver(upgrade, header, remaining, because):
    findings = report(upgrade, earlier=[SHOP], header=header).findings
    rules = [f.rule for f in findings if f.rule[:4] in {"LOCK", "WAIV"}]
    assert sorted(rules) == remaining, because


def test_findings_about_waivers():
    upgrade = "\n".join(
        [
            "x = 1  # migrate: allow LOCK001",
            "x = 2  # migrate: allow LOCK001: few rows",
            "x = 3  # migrate: allow LOCK999: few rows",
        ]
    )
    assert [(f.line, f.message, f.help) for f in report(upgrade).findings] == [
        (
            10,
            "The waiver of LOCK001 has no reason, so it has no effect.",
            "say why the rule does not matter here:\n# migrate: allow LOCK001: …",
        ),
        (
            11,
            "The waiver of LOCK001 suppresses nothing: the rule finds nothing here.",
            "delete the waiver, or move it to the statement that it is for.",
        ),
        (
            12,
            "The waiver names LOCK999, but there is no such rule.",
            "correct it: `db explain` lists the rules.",
        ),
    ]


def test_a_loop_reports_a_line_once():
    findings = report('for _ in range(3):\n    op.execute("DROP INDEX ix")').findings
    assert [(f.rule, f.line) for f in findings if f.rule == "LOCK003"] == [("LOCK003", 11)]
