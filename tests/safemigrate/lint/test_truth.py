"""What lint says of a statement is what PostgreSQL really does, statement by statement.

The server says what it does (DEBUG1) and which tables it wrote anew (their file's number).
"""

import re

import psycopg
import pytest

from safemigrate.lint.operations import CreateTable, CreateView
from safemigrate.lint.trial import migration, report
from tests.safemigrate.lint.truth_cases import BASE, CASES

SAYS = {
    "verifying table": "scan",
    "building index": "build",
    "validating foreign key": "keys",
    "rewriting table": "rewrite",
}
FILES = """
SELECT relname, relfilenode FROM pg_class
WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace
"""
pytestmark = pytest.mark.parametrize("setup, statement, work, rules", CASES)


def _table(said: str) -> str:
    return re.findall(r'"(\w+)"', said)[-1]


def python(sql: str) -> str:
    return f"op.execute({sql!r})" if sql else "pass"


@pytest.fixture(scope="module")
def filled(postgres):
    postgres.create_database("lint_truth")
    with psycopg.connect(postgres.url("lint_truth")) as connection:
        connection.execute(BASE)
    yield postgres.url("lint_truth")
    postgres.drop_database("lint_truth")


def test_postgresql_does_it(filled, setup, statement, work, rules):
    """The table itself is true: a server does this work, and no other."""
    said: list[str] = []
    with psycopg.connect(filled) as connection:
        connection.execute(setup or "SELECT 1")
        before = dict(connection.execute(FILES).fetchall())
        connection.add_notice_handler(lambda notice: said.append(notice.message_primary))
        connection.execute("SET LOCAL client_min_messages = debug1")
        connection.execute(statement)
        connection.execute("SET LOCAL client_min_messages = warning")
        after = dict(connection.execute(FILES).fetchall())
        connection.rollback()
    done = {
        word
        for text in said
        for beginning, word in SAYS.items()
        if text.startswith(beginning) and (word == "keys" or _table(text) in before)
    }
    if any(after.get(name, number) != number for name, number in before.items()):
        done.add("rewrite")
    # A table that is written anew has its indexes built and its rows checked on the way.
    assert ("rewrite" if "rewrite" in done else " ".join(sorted(done))) == work


def test_lint_knows_it(setup, statement, work, rules):
    made = migration(python(statement), earlier=[python(BASE), python(setup)], pg=18)
    done: set[str] = set()
    for step in made.steps:
        if isinstance(step.operation, CreateTable | CreateView):
            continue  # what is new is no concern of others
        effects = step.effects
        found = (effects.rewrites, effects.scans, effects.builds, effects.checks_keys)
        words = ("rewrite", "scan", "build", "keys")
        done |= {word for word, tables in zip(words, found, strict=True) if tables}
    assert ("rewrite" if "rewrite" in done else " ".join(sorted(done))) == work


def test_lint_says_it(setup, statement, work, rules):
    found = report(python(statement), earlier=[python(BASE), python(setup)], pg=18).findings
    assert " ".join(sorted({f.rule for f in found if f.rule.startswith("LOCK")})) == rules
