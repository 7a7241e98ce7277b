"""Downgrades: the losses are printed first, then confirmed; and what the last upgrade was."""

import json
from dataclasses import replace

import pytest

from tests.execute.shop import CREATE_PERSON

EMAIL = 'op.add_column("person", sa.Column("email", sa.Text()))'
NO_EMAIL = 'op.drop_column("person", "email")'
LOSES = "Downgrading r2 loses:\n  Column person.email, with 3 values.\n"


@pytest.fixture
def filled(shop):
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    assert shop.db("upgrade").status == 0
    shop.revision("r2", "r1", upgrade=EMAIL, downgrade=NO_EMAIL)
    assert shop.db("upgrade").status == 0
    shop.rows("UPDATE person SET email = 'a@b' WHERE id <= 3")
    return shop


def protected(shop):
    assert shop.db("guard", "set", "production").status == 0
    return {"SAFEMIGRATE_ENV": "production"}


# fmt: off
CONFIRMED = [
    # typed,               status, version, because
    ([],                   7,      ["r2"],  "nobody confirmed it"),
    (["--yes", "shop"],    7,      ["r2"],  "another database's name"),
    (["--yes", "NAME"],    0,      ["r1"],  "the database's own name"),
]
# fmt: on


@pytest.mark.parametrize("command", ["downgrade", "rollback"])
@pytest.mark.parametrize("typed, status, version, because", CONFIRMED)
def test_a_protected_database_is_named(filled, command, typed, status, version, because):
    environment = protected(filled)
    name = filled.url.rpartition("/")[2]
    typed = [name if word == "NAME" else word for word in typed]
    outcome = filled.db(command, "--backup", "never", *typed, **environment)
    assert (outcome.status, filled.version()) == (status, version), because
    assert outcome.stderr.startswith(LOSES), "printed before the question"
    if status:
        assert f"the database's name is {name}" in " ".join(outcome.stderr.split())


@pytest.mark.parametrize("command", ["downgrade", "rollback"])
def test_a_dry_run_tells_it_too(filled, command):
    before = filled.fingerprint()
    outcome = filled.db(command, "--dry-run")
    assert (outcome.status, outcome.stderr) == (0, LOSES)
    assert "ALTER TABLE person DROP COLUMN email;" in outcome.stdout
    assert filled.fingerprint() == before


# fmt: off
MESSAGES = [
    # downgrade,                                       message,                                         because
    ('op.execute("DELETE FROM person p USING person q WHERE p.id = q.id - 499")',
     "removes rows that cannot be counted.",           "another table decides which"),
    ('op.execute("UPDATE person SET name = NULL WHERE id > 490")',
     "  UPDATE person SET name = NULL WHERE id > 490 changes 10 rows.", "values that it writes over"),
    ('op.execute("SELECT 1")',
     "Downgrading r2 loses no table, column or value.", "nothing"),
    ('op.execute(sa.text("DELETE FROM person WHERE id = :n").bindparams(n=7))',
     "  DELETE FROM person WHERE id = 7::INTEGER removes 1 row.", "a statement with values"),
    ('op.alter_column("person", "id", type_=sa.SmallInteger())',
     "Downgrading r2 loses no table, column or value.", "every number fits"),
    ('op.execute("ALTER TABLE person ALTER COLUMN name TYPE integer USING length(name)")',
     "  Column person.name becomes integer, with changed values that cannot be counted.", "no cast tells it"),
]
# fmt: on


@pytest.mark.parametrize("downgrade, message, because", MESSAGES)
def test_what_is_said(shop, downgrade, message, because):
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.revision("r2", "r1", upgrade="pass", downgrade=downgrade)
    assert shop.db("upgrade").status == 0
    outcome = shop.db("downgrade")
    assert (outcome.status, message in outcome.stderr) == (0, True), (because, outcome.stderr)


def test_rows_that_a_policy_hides_are_not_left_out(shop):
    server, _, name = shop.url.partition("@")[2].partition("/")
    clerk = replace(shop, url=f"postgresql://clerk_of_loss:x@{server}/{name}")
    shop.rows("CREATE ROLE clerk_of_loss LOGIN PASSWORD 'x' CREATEDB")
    shop.rows(f"GRANT ALL ON DATABASE {name} TO clerk_of_loss")
    shop.rows("GRANT ALL ON SCHEMA public TO clerk_of_loss")
    try:
        shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
        assert clerk.db("upgrade").status == 0
        shop.rows("ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        outcome = clerk.db("downgrade")
        assert "Table person, with rows that cannot be counted." in outcome.stderr
    finally:
        shop.rows("DROP OWNED BY clerk_of_loss")
        shop.rows("DROP ROLE clerk_of_loss")


def test_a_revision_that_cannot_go_back_changes_nothing(shop):
    shop.revision(
        "r1", upgrade=CREATE_PERSON, downgrade='raise NotImplementedError("the old names are gone")'
    )
    assert shop.db("upgrade").status == 0
    before = shop.fingerprint()
    outcome = shop.db("downgrade", "--json")
    assert outcome.status == 1
    assert json.loads(outcome.stdout)["error"] == (
        "Revision r1 cannot be downgraded: the old names are gone. Nothing was changed."
    )
    assert shop.fingerprint() == before


def test_rollback_takes_all_of_one_command_and_no_more(filled):
    filled.revision(
        "r3",
        "r2",
        upgrade='op.add_column("person", sa.Column("a", sa.Text()))',
        downgrade='op.drop_column("person", "a")',
    )
    filled.revision(
        "r4",
        "r3",
        upgrade='op.add_column("person", sa.Column("b", sa.Text()))',
        downgrade='op.drop_column("person", "b")',
    )
    before = filled.fingerprint()
    assert filled.db("upgrade").status == 0
    outcome = filled.db("rollback", "--json")
    assert [run["revision"] for run in json.loads(outcome.stdout)["revisions"]] == ["r4", "r3"]
    assert filled.fingerprint() == before
    again = filled.db("rollback")
    assert again.status == 0
    assert "The last upgrade is no longer applied" in again.stderr
    assert filled.fingerprint() == before, "an older upgrade is not the last one"


def test_rollback_where_no_upgrade_is_recorded(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    outcome = shop.db("rollback")
    assert (outcome.status, "no upgrade is recorded" in outcome.stderr) == (1, True)


def test_rollback_leaves_what_came_later_another_way(filled):
    filled.revision("r3", "r2", upgrade="pass")
    assert filled.db("stamp", "r3").status == 0
    outcome = filled.db("rollback")
    assert (outcome.status, "r3 depends on its r2" in outcome.stderr) == (1, True)
    assert filled.version() == ["r3"]
