"""An approved plan is valid only as long as files and database do not change."""

import json

import pytest

from tests.project import write_revision

CHECK = """
import sys

from app import create_app
from safemigrate import plan

with create_app().app_context():
    try:
        made = plan.check("plan.json", target=sys.argv[1] if len(sys.argv) > 1 else None)
    except plan.PlanError as error:
        sys.stderr.write(error.message)
        sys.exit(error.exit_code)
    print(made["target"], [each["revision"] for each in made["revisions"]])
"""
ADD = 'op.add_column("person", sa.Column("born", sa.Date()))'
END = ". Nothing was run. Make a new plan and read it."


def edited_file(shop):
    shop.pending(ADD + "  # a little different")


def edited_env(shop):
    env = shop.folder / "migrations" / "env.py"
    env.write_text(env.read_text() + "\n")


def one_more_revision(shop):
    write_revision(shop.folder, "r3", "r2")


def changed_schema(shop):
    shop.execute("CREATE INDEX by_hand ON person (name)")


def upgraded(shop):
    assert shop.db("upgrade").status == 0


def not_a_plan(shop):
    (shop.folder / "plan.json").write_text("{}")


def no_json(shop):
    (shop.folder / "plan.json").write_text("plan")


def no_file(shop):
    (shop.folder / "plan.json").unlink()


def rows(shop):
    shop.execute("INSERT INTO person (name) VALUES ('Ann')")


# fmt: off
CHANGES = [
    # what happened, exit status, sentence
    (edited_file, 3, "The plan is no longer valid: migrations/versions/r2_made.py has changed" + END),
    (edited_env, 3, "The plan is no longer valid: env.py has changed" + END),
    (one_more_revision, 3, "The plan is no longer valid: pending was r2 and is now r2, r3" + END),
    (changed_schema, 3, "The plan is no longer valid: the database's schema has changed" + END),
    (upgraded, 3, "The plan is no longer valid: the database was at r1 and is now at r2" + END),
    (not_a_plan, 1, "plan.json is not a valid plan (it does not have format 1): write one with `plan -o plan.json`."),
    (no_json, 1, "plan.json is not a valid plan (Expecting value: line 1 column 1 (char 0)): write one with `plan -o plan.json`."),
    (no_file, 1, "plan.json is not a valid plan (No such file or directory): write one with `plan -o plan.json`."),
    (rows, 0, ""),
]
# fmt: on


def check(shop, *words):
    (shop.folder / "check.py").write_text(CHECK)
    run = shop.start.commands.run
    return run("python", "check.py", *words, directory=shop.folder, **shop.urls)


@pytest.mark.parametrize("change, status, sentence", CHANGES)
def test_what_has_changed_since_is_named(shop, change, status, sentence):
    shop.pending(ADD)
    assert shop.db("plan", "-o", "plan.json").status == 0
    change(shop)
    outcome = check(shop)
    assert outcome.stderr.replace("INFO  [alembic", "").endswith(sentence)
    assert outcome.status == status
    if status == 0:
        assert outcome.stdout == "head ['r2']\n"


def test_another_target_is_another_plan(new_shop):
    new_shop.pending(ADD)
    write_revision(new_shop.folder, "r3", "r2")
    assert new_shop.db("plan", "r2", "-o", "plan.json").status == 0
    assert check(new_shop).stdout == "r2 ['r2']\n"
    assert check(new_shop, "head").status == 3


def test_the_file_is_the_printed_document(new_shop):
    new_shop.pending(ADD)
    outcome = new_shop.db("plan", "--json", "-o", "plan.json")
    assert json.loads((new_shop.folder / "plan.json").read_text()) == json.loads(outcome.stdout)


def test_a_file_that_cannot_be_written(new_shop):
    new_shop.pending(ADD)
    outcome = new_shop.db("plan", "-o", "no/such/folder/plan.json")
    assert outcome.status == 1
    assert outcome.stderr == (
        "Error: no/such/folder/plan.json: No such file or directory. Create its folder, or use "
        "another file.\n"
    )
