"""Writes a new rule and its test; neither is registered anywhere, because folders are read."""

from __future__ import annotations

import re
from pathlib import Path

RULE = '''"""One sentence: what it does to whom.

Why, what that means for people who use the table, and the safe way:

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
            "the next move:\\nop.…",
        )
'''

TEST = '''"""{id} {name}: where it is silent, and what it says."""

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
    ([],        TABLE + '\\nop.drop_table("t")',          "the revision made the table itself"),
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
        "the next move:\\nop.…",
    )
'''


class RuleRefused(RuntimeError):
    """An id or a name that no rule can have, or one that there is already."""

    def __init__(self, given: str, said: str) -> None:
        self.given, self.said = given, said
        super().__init__(f"{given} {said}")


def write_rule(id_: str, name: str, *, rules: Path, tests: Path) -> tuple[Path, Path]:
    """Write a rule and its test, and return the two files.

    id_   letters and three digits: SHOP001
    name  words with hyphens, as findings print it: no-orders-in-may

    Raises RuleRefused.
    """
    if not re.fullmatch(r"[A-Z]+\d{3}", id_):
        raise RuleRefused(id_, "is no rule's id: capital letters and three digits, as in SHOP001.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise RuleRefused(name, "is no rule's name: small words with hyphens, as in no-json.")
    stem = f"{id_.lower()}_{name.replace('-', '_')}"
    rule, test = rules / f"{stem}.py", tests / f"test_{stem}.py"
    for file in (*rules.glob(f"{id_.lower()}_*.py"), test):
        if file.exists():
            raise RuleRefused(str(file), "is there already: choose another id, or edit that file.")
    rules.mkdir(parents=True, exist_ok=True)
    tests.mkdir(parents=True, exist_ok=True)
    rule.write_text(RULE.format(id=id_))
    test.write_text(TEST.format(id=id_, name=name, folder=rules.as_posix()))
    return rule, test
