"""What lint says about a statement is what PostgreSQL really does, statement by statement.

The server reports what it does (DEBUG1) and which tables it rewrote (their file's number).
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
# A partition is locked with its parent, and nobody reaches it without the parent.
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


def _table(notice: str) -> str:
    return re.findall(r'"(\w+)"', notice)[-1]


def python(sql: str) -> str:
    return f"op.execute({sql!r})" if sql else "pass"


@cache
def trial_chain(setup: str, statement: str) -> Chain:
    return chain(python(statement), earlier=[python(BASE), python(setup)], pg=18)


@pytest.fixture(scope="module")
def database_after(postgres):
    """Return a function from a setup to the address of a database after that setup."""
    databases: dict[str, str] = {}

    def after(setup: str) -> str:
        if setup not in databases:
            databases[setup] = f"lint_truth_{len(databases)}"
            postgres.create_database(
                databases[setup], template=databases.get("") if setup else None
            )
            with psycopg.connect(postgres.url(databases[setup])) as connection:
                connection.execute(setup or BASE)
        return postgres.url(databases[setup])

    after("")
    yield after
    for name in databases.values():
        postgres.drop_database(name)


def test_postgresql_does_it(database_after, setup, statement, work, rules):
    """The table itself is true: a server does this work, and no other."""
    notices: list[str] = []
    with psycopg.connect(database_after(setup)) as connection:
        before = dict(connection.execute(FILES).fetchall())
        connection.add_notice_handler(lambda notice: notices.append(notice.message_primary))
        connection.execute("SET LOCAL client_min_messages = debug1")
        connection.execute(statement)
        connection.execute("SET LOCAL client_min_messages = warning")
        after = dict(connection.execute(FILES).fetchall())
        connection.rollback()
    done = {
        word
        for text in notices
        for beginning, word in SAYS.items()
        if text.startswith(beginning) and (word == "keys" or _table(text) in before)
    }
    if any(after.get(name, number) != number for name, number in before.items()):
        done.add("rewrite")
    # Rewriting a table also builds its indexes and checks its rows.
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
    migration = trial_chain(setup, statement).migrations[-1]
    predicted = {
        (table, mode)
        for step in migration.steps
        for table, mode in step.effects.locks.items()
        if mode in BLOCKS_WRITING and table in names.values()
    }
    for table in names.values():  # the strongest lock includes the weaker ones
        if (table, ACCESS_EXCLUSIVE) in taken & predicted:
            taken = {lock for lock in taken if lock[0] != table}
            predicted = {lock for lock in predicted if lock[0] != table}
    assert predicted == taken


def test_lint_knows_it(setup, statement, work, rules):
    migration = trial_chain(setup, statement).migrations[-1]
    done: set[str] = set()
    for step in migration.steps:
        if isinstance(step.operation, CreateTable | CreateView):
            continue  # nobody else uses a new table yet
        effects = step.effects
        work_tables = (effects.rewrites, effects.scans, effects.builds, effects.checks_keys)
        words = ("rewrite", "scan", "build", "keys")
        done |= {word for word, tables in zip(words, work_tables, strict=True) if tables}
    assert ("rewrite" if "rewrite" in done else " ".join(sorted(done))) == work


def test_lint_says_it(setup, statement, work, rules):
    findings = judge(trial_chain(setup, statement), own_rules()).findings
    assert " ".join(sorted({f.rule for f in findings if f.rule.startswith("LOCK")})) == rules
