"""What lint says of a statement is what PostgreSQL really does, statement by statement.

The server says what it does (DEBUG1) and which tables it wrote anew (their file's number).
"""

import re
from functools import cache

import psycopg
import pytest

from safemigrate.lint.chain import Chain
from safemigrate.lint.effects import (
    ACCESS_EXCLUSIVE,
    BLOCKS_WRITING,
    EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
)
from safemigrate.lint.judgment import judge
from safemigrate.lint.operations import CreateTable, CreateView
from safemigrate.lint.rules import own_rules
from safemigrate.lint.trial import chain
from tests.lint.truth_cases import BASE, CASES

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
# A partition is locked with its parent, and nobody reaches it without.
OIDS = """
SELECT oid, relname FROM pg_class
WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'public'::regnamespace AND relname <> 'pt1'
"""
LOCKS = "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL"
MODES = {
    "ShareLock": SHARE,
    "ShareRowExclusiveLock": SHARE_ROW_EXCLUSIVE,
    "ExclusiveLock": EXCLUSIVE,
    "AccessExclusiveLock": ACCESS_EXCLUSIVE,
}
pytestmark = pytest.mark.parametrize("setup, statement, work, rules", CASES)


def _table(said: str) -> str:
    return re.findall(r'"(\w+)"', said)[-1]


def python(sql: str) -> str:
    return f"op.execute({sql!r})" if sql else "pass"


@cache
def tried(setup: str, statement: str) -> Chain:
    return chain(python(statement), earlier=[python(BASE), python(setup)], pg=18)


@pytest.fixture(scope="module")
def database_after(postgres):
    """Return a function from a setup to the address of a database that has had it."""
    made: dict[str, str] = {}

    def after(setup: str) -> str:
        if setup not in made:
            made[setup] = f"lint_truth_{len(made)}"
            postgres.create_database(made[setup], template=made.get("") if setup else None)
            with psycopg.connect(postgres.url(made[setup])) as connection:
                connection.execute(setup or BASE)
        return postgres.url(made[setup])

    after("")
    yield after
    for name in made.values():
        postgres.drop_database(name)


def test_postgresql_does_it(database_after, setup, statement, work, rules):
    """The table itself is true: a server does this work, and no other."""
    said: list[str] = []
    with psycopg.connect(database_after(setup)) as connection:
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


def test_lint_knows_its_locks(database_after, setup, statement, work, rules):
    with psycopg.connect(database_after(setup)) as connection:
        names = dict(connection.execute(OIDS).fetchall())
        connection.commit()
        connection.execute(statement)
        taken = {
            (names[relation], MODES[mode])
            for relation, mode in connection.execute(LOCKS)
            if relation in names and mode in MODES
        }
        connection.rollback()
    made = tried(setup, statement).migrations[-1]
    known = {
        (table, mode)
        for step in made.steps
        for table, mode in step.effects.locks.items()
        if mode in BLOCKS_WRITING and table in names.values()
    }
    for table in names.values():  # who holds the strongest lock needs no weaker one
        if (table, ACCESS_EXCLUSIVE) in taken & known:
            taken = {lock for lock in taken if lock[0] != table}
            known = {lock for lock in known if lock[0] != table}
    assert known == taken


def test_lint_knows_it(setup, statement, work, rules):
    made = tried(setup, statement).migrations[-1]
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
    found = judge(tried(setup, statement), own_rules()).findings
    assert " ".join(sorted({f.rule for f in found if f.rule.startswith("LOCK")})) == rules
