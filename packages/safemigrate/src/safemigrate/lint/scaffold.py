"""Writes a new rule and its test; lint finds rules by their folder, so nothing registers them."""

from __future__ import annotations

import re
from pathlib import Path

RULE = '''"""One sentence: what happens, and whom it affects.

Why it happens, what it means for people who use the table, and the safe way:

    def upgrade():
        op.…

https://www.postgresql.org/docs/current/
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropTable

ID = "{id}"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(DropTable):
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"{{op.table}} is dropped, and …",
            "do this instead:\\nop.…",
        )
'''

TEST = '''"""{id} {name}: when it is silent, and what it prints."""

from pathlib import Path

import pytest

from safemigrate.lint.rules import rules_with
from safemigrate.lint.trial import report

RULE = rules_with(Path("{folder}"))["{id}"]
TABLE = 'op.create_table("t", sa.Column("id", sa.BigInteger(), primary_key=True))'

# fmt: off
SILENT = [
    # earlier   upgrade                                  because
    ([TABLE],   'op.add_column("t", sa.Column("a", sa.Text()))', "nothing is dropped"),
    ([],        TABLE + '\\nop.drop_table("t")',          "the revision created the table itself"),
    ([],        "pass",                                  "an empty revision"),
]
# fmt: on


@pytest.mark.parametrize("earlier, upgrade, because", SILENT)
def test_silent(earlier, upgrade, because):
    assert report(upgrade, earlier=earlier, rule=RULE).findings == (), because


def test_finding():
    (finding,) = report('op.drop_table("t")', earlier=[TABLE], rule=RULE).findings
    assert (finding.line, finding.message, finding.help) == (
        10,
        "t is dropped, and …",
        "do this instead:\\nop.…",
    )
'''


class RuleRefused(RuntimeError):
    """An id or a name that is not valid for a rule, or that already exists."""

    def __init__(self, value: str, reason: str) -> None:
        self.value, self.reason = value, reason
        super().__init__(f"{value} {reason}")


def write_rule(id_: str, name: str, *, rules: Path, tests: Path) -> tuple[Path, Path]:
    """Write a rule and its test, and return the two files.

    id_   letters and three digits: SHOP001
    name  words with hyphens, as findings print it: no-orders-in-may

    Raises RuleRefused.
    """
    if not re.fullmatch(r"[A-Z]+\d{3}", id_):
        raise RuleRefused(id_, "is not a rule id: capital letters and three digits, as in SHOP001.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise RuleRefused(name, "is not a rule name: lowercase words with hyphens, as in no-json.")
    stem = f"{id_.lower()}_{name.replace('-', '_')}"
    rule, test = rules / f"{stem}.py", tests / f"test_{stem}.py"
    for file in (*rules.glob(f"{id_.lower()}_*.py"), test):
        if file.exists():
            raise RuleRefused(str(file), "already exists: choose another id, or edit that file.")
    rules.mkdir(parents=True, exist_ok=True)
    tests.mkdir(parents=True, exist_ok=True)
    rule.write_text(RULE.format(id=id_))
    test.write_text(TEST.format(id=id_, name=name, folder=rules.as_posix()))
    return rule, test
