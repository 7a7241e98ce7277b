"""docs/how-to/drift.md shows what its commands print, and every way to resolve drift."""

import re
from pathlib import Path

import pytest

from document_console import shown
from safemigrate.state.drift.ignore import accepted
from tests.plan.conftest import Shop
from tests.project import OURS

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "drift.md"
HOT_FIX = "CREATE INDEX hot ON person (name); ALTER TABLE person ADD note text"


def section(title):
    return PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]


def shown_in(title):
    commands = shown(PAGE)
    return [command for command in commands if f"$ {command[0]}\n" in section(title)]


def words(command):
    return command.removeprefix("flask db ").split()


@pytest.fixture
def behind(start):
    return Shop(start, *start.copy("behind", OURS, own_env=True))


@pytest.fixture
def applied(start):
    return Shop(start, *start.copy("applied", OURS, own_env=True))


def test_where_a_database_is(behind):
    [(command, output)] = shown_in("See where a database is")
    outcome = behind.db(*words(command))
    assert (outcome.status, outcome.stdout.strip()) == (0, output)


def test_a_change_made_by_hand_is_kept_in_three_steps(applied):
    applied.execute(HOT_FIX)
    [(command, output)] = shown_in("A change made by hand")
    outcome = applied.db(*words(command))
    assert (outcome.status, outcome.stdout.strip()) == (4, output)
    steps = re.findall(r"^\d\. `(flask db [^`]+)`", section("A change made by hand"), re.MULTILINE)
    assert [applied.db(*words(step)).status for step in steps] == [4, 0, 0]
    assert applied.db("drift").status == 0


def test_a_change_made_by_hand_is_undone(applied):
    applied.execute(HOT_FIX)
    text = section("A change made by hand")
    assert "`flask db drift --repair revert`, read, `flask db upgrade`" in text
    assert applied.db("drift", "--repair", "revert").status == 4
    assert applied.db("upgrade").status == 0
    assert applied.db("drift").status == 0


def test_the_ignore_file_is_read_as_it_is_shown(tmp_path):
    [block] = re.findall(r"```\n(index .+?)```", section("A change made by hand"), re.DOTALL)
    (tmp_path / "drift.ignore").write_text(block)
    assert [(rule.kind, rule.names, rule.fact) for rule in accepted(tmp_path, "drift.ignore")] == [
        ("index", "public.ix_report_*", ""),
        ("table", "public.person", "comment"),
    ]


def test_before_an_application_starts(applied):
    [(command, _)] = shown_in("Before an application starts")
    assert applied.db(*words(command)).status == 0


def test_a_database_that_never_had_revisions(start):
    shop = Shop(start, *start.copy("new", OURS, own_env=True))
    shop.execute("CREATE TABLE person (id integer PRIMARY KEY, name text)")
    commands = shown_in("A database that never had revisions")
    assert [command for command, _ in commands] == ["flask db init", "flask db baseline"]
    assert [shop.db(*words(command)).status for command, _ in commands] == [0, 0]
    assert shop.db("drift").status == 0
