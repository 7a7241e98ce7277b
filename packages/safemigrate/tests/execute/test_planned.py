"""An upgrade that was given a plan runs that plan, or nothing; and takes its locks in one order."""

import json

import psycopg
import pytest

from tests.execute.shop import CREATE_PERSON, LOCKS, until
from tests.project import write_revision
from tiers import mostly_full

ADD = 'op.add_column("person", sa.Column("born", sa.Date()))'
END = ". Nothing was run. Make a new plan and read it.\n"
TWO_TABLES = """op.execute("ALTER TABLE zebra ADD born date")
    op.execute("ALTER TABLE apple ADD born date")"""
WAITS_FOR_APPLE = f"""
SELECT count(*) FROM {LOCKS} JOIN pg_class c ON c.oid = relation
WHERE NOT granted AND c.relname = 'apple'
"""


def planned(shop, upgrade=ADD):
    """A shop with a plan for r2."""
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.revision("r2", "r1", upgrade=upgrade)
    plan = shop.db("plan", "-o", "plan.json")
    assert plan.status == 0, plan


def nothing(shop):
    pass


def rows(shop):
    shop.rows("INSERT INTO person VALUES (1000, 'Ann')")


def edited_revision(shop):
    shop.revision("r2", "r1", upgrade=f"{ADD}  # a little different")


def added_revision(shop):
    shop.revision("r3", "r2")


def column_by_hand(shop):
    shop.rows("ALTER TABLE person ADD by_hand integer")


def edited_env(shop):
    env = shop.folder / "migrations" / "env.py"
    env.write_text(f"{env.read_text()}\n")


def stamped_back(shop):
    shop.rows("DELETE FROM alembic_version")


def garbage(shop):
    (shop.folder / "plan.json").write_text("not JSON")


def somebody_elses(shop):
    (shop.folder / "plan.json").write_text('{"format_version": "1.2", "planned_values": {}}')


def half_of_one(shop):
    (shop.folder / "plan.json").write_text('{"format": 1, "target": "head", "database": {}}')


def a_list(shop):
    (shop.folder / "plan.json").write_text("[]")


def no_file(shop):
    (shop.folder / "plan.json").unlink()


def a_folder(shop):
    no_file(shop)
    (shop.folder / "plan.json").mkdir()


def no_revision_file(shop):
    (shop.folder / "migrations" / "versions" / "r2_made.py").unlink()


def made_anew(shop):
    server, _, name = shop.url.rpartition("/")
    copy = f"{name}_copy"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
        connection.execute(f"DROP DATABASE {name}")
        connection.execute(f"ALTER DATABASE {copy} RENAME TO {name}")


NO_PLAN = "plan.json is not a valid plan ({}): write one with `plan -o plan.json`.\n"
# fmt: off
CHANGES = [
    # since the plan was made, exit status, the error's end
    (nothing,         0, ""),
    (rows,            0, ""),
    (edited_revision, 3, "The plan is no longer valid: migrations/versions/r2_made.py has changed" + END),
    (added_revision,  3, "The plan is no longer valid: pending was r2 and is now r2, r3" + END),
    (column_by_hand,  3, "The plan is no longer valid: the database's schema has changed" + END),
    (edited_env,      3, "The plan is no longer valid: env.py has changed" + END),
    (stamped_back,    3, "The plan is no longer valid: the database was at r1 and is now at no revision" + END),
    (garbage,         1, NO_PLAN.format("Expecting value: line 1 column 1 (char 0)")),
    (somebody_elses,  1, NO_PLAN.format("it does not have format 1")),
    (half_of_one,     1, NO_PLAN.format("it lacks database.name, database.identity, database.revisions, database.fingerprint, env, revisions, statements")),
    (a_list,          1, NO_PLAN.format("it does not have format 1")),
    (no_file,         1, NO_PLAN.format("No such file or directory")),
    (a_folder,        1, NO_PLAN.format("Is a directory")),
    (no_revision_file, 3, "The plan is no longer valid: pending was r2 and is now no revision" + END),
    (made_anew,       3, "The plan is no longer valid: it was made for another database named {database}, or before this one was re-created" + END),
]
# fmt: on


@pytest.mark.parametrize("change, status, error", mostly_full(CHANGES, every=3))
def test_an_upgrade_runs_the_plan_or_nothing(shop, change, status, error):
    planned(shop)
    change(shop)
    before = shop.fingerprint()
    outcome = shop.db("upgrade", "--plan", "plan.json")
    assert (outcome.status, outcome.stderr.rpartition("Error: ")[2] if status else "") == (
        status,
        error.format(database=shop.url.rpartition("/")[2]),
    )
    if status:
        assert shop.fingerprint() == before
        assert "r2" not in shop.version()
    else:
        assert shop.version() == ["r2"]


def test_a_plan_of_another_database(shop, postgres):
    planned(shop)
    other, ours = shop.url + "_other", shop.url
    name = other.rpartition("/")[2]
    postgres.create_database(name, template=ours.rpartition("/")[2])
    try:
        shop.url = other
        outcome = shop.db("upgrade", "--plan", "plan.json")
        assert outcome.status == 3
        assert outcome.stderr.endswith(
            f"Error: The plan is no longer valid: it was made for database {ours.rpartition('/')[2]}, "
            f"but this is {name}{END}"
        )
        assert shop.version() == ["r1"]
    finally:
        shop.url = ours
        postgres.drop_database(name)


def test_another_target_than_planned(shop):
    planned(shop)
    shop.revision("r3", "r2")
    assert shop.db("plan", "r2", "-o", "two.json").status == 0
    outcome = shop.db("upgrade", "--plan", "two.json", "head")
    assert outcome.status == 3
    assert outcome.stderr.endswith(f"pending was r2 and is now r2, r3{END}")
    assert shop.version() == ["r1"]
    assert shop.db("upgrade", "--plan", "two.json").status == 0
    assert shop.version() == ["r2"], "the plan's own target, where none is typed"


def test_the_second_deployer_of_one_plan_has_nothing_to_do(shop):
    planned(shop)
    assert shop.db("upgrade", "--plan", "plan.json").status == 0
    again = shop.db("upgrade", "--plan", "plan.json", "--json")
    assert json.loads(again.stdout) == {"result": "nothing to do", "revisions": []}
    assert again.status == 0


def test_a_plan_that_says_it_fails_is_not_run(shop):
    shop.revision("r1", upgrade='op.execute("SELECT 1 FROM nowhere")')
    assert shop.db("plan", "-o", "plan.json").status == 1
    outcome = shop.db("upgrade", "--plan", "plan.json")
    assert outcome.status == 3
    assert 'relation "nowhere" does not exist' in outcome.stderr
    assert outcome.stderr.endswith("\nNothing was run. Fix that and plan again.\n")


@pytest.mark.parametrize("words", [["--sql"], ["--dry-run"]])
def test_a_plan_is_run_and_not_printed(shop, words):
    outcome = shop.db("upgrade", "--plan", "plan.json", *words)
    assert outcome.status == 2
    assert "--plan runs the plan: do not add --sql or --dry-run." in outcome.stderr


def zoo(shop):
    shop.rows("CREATE TABLE zebra (id integer); CREATE TABLE apple (id integer)")
    shop.rows("INSERT INTO zebra VALUES (1); INSERT INTO apple VALUES (1)")
    write_revision(shop.folder, "r1", upgrade=TWO_TABLES)


@pytest.mark.parametrize("with_plan", [True, False])
def test_locks_are_taken_up_front_in_one_order(shop, with_plan):
    """The application locks apple, then zebra; the revision means zebra, then apple."""
    zoo(shop)
    assert shop.db("plan", "-o", "plan.json").status == 0
    words = ["--plan", "plan.json"] if with_plan else []
    with psycopg.connect(shop.url) as application:
        application.execute("UPDATE apple SET id = 2")
        upgrade = shop.begin("upgrade", "--json", "--lock-timeout", "30s", *words)
        until(lambda: shop.rows(WAITS_FOR_APPLE) == [(1,)], "a wait for apple")
        application.execute("SET lock_timeout = '100ms'")
        if with_plan:
            application.execute("UPDATE zebra SET id = 2")  # held by nobody
            application.commit()
        else:
            with pytest.raises(psycopg.errors.LockNotAvailable):  # each waits for the other
                application.execute("UPDATE zebra SET id = 2")
    stdout, stderr = upgrade.communicate()
    assert upgrade.returncode == 0, stderr
    assert [run["tries"] for run in json.loads(stdout)["revisions"]] == [1]


def test_planned_names_that_are_not_there_yet_are_left_to_their_statements(shop):
    zoo(shop)
    shop.revision("r1", upgrade='op.rename_table("zebra", "Zoo animal")')
    shop.revision("r2", "r1", upgrade="op.execute('ALTER TABLE \"Zoo animal\" ADD born date')")
    assert shop.db("plan", "-o", "plan.json").status == 0
    outcome = shop.db("upgrade", "--plan", "plan.json")
    assert outcome.status == 0, outcome.stderr
    assert shop.version() == ["r2"]


def test_locks_after_long_work_and_in_blocks_are_not_taken_up_front(shop):
    from safemigrate.execute.approved import planned_locks

    lock = {"schema": "public", "kind": "r", "mode": "ACCESS EXCLUSIVE"}

    def statement(table, milliseconds, *, autocommit=False, kind="r"):
        return {
            "revision": "r1",
            "autocommit": autocommit,
            "locks": [{**lock, "name": table, "kind": kind}],
            "estimated": {"milliseconds": milliseconds},
        }

    plan = {
        "revisions": [{"revision": "r1"}],
        "statements": [
            statement("first", 90.0),
            statement("Second", 500.0),
            statement("after_long_work", 1.0),
            statement("in_a_block", 1.0, autocommit=True),
            statement("next", 1.0),
            statement("an_index", 1.0, kind="i"),
        ],
    }
    quoting = psycopg_dialect().identifier_preparer
    strong = "AccessExclusiveLock"
    assert planned_locks(plan, quoting, within=0.1) == {
        "r1": {0: {"public.first": strong, 'public."Second"': strong}, 1: {"public.next": strong}}
    }


def psycopg_dialect():
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    return PGDialect_psycopg()


def test_planning_asks_nobody_and_leaves_no_record(shop):
    """A plan is made while another deployer is at work, and is no deployer itself."""
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    runs = shop.rows("SELECT count(*) FROM _migrate.history")
    shop.revision("r2", "r1", upgrade=ADD)
    with psycopg.connect(shop.url) as holder:
        holder.execute("LOCK TABLE person IN ACCESS SHARE MODE")
        upgrade = shop.begin("upgrade")
        until(lambda: shop.rows(f"SELECT count(*) FROM {LOCKS} WHERE NOT granted") != [(0,)], "it")
        plan = shop.db("plan", "--json")
        assert plan.status == 0, plan
        assert [revision["revision"] for revision in json.loads(plan.stdout)["revisions"]] == ["r2"]
        assert shop.rows("SELECT count(*) - 1 FROM _migrate.history") == runs, "the upgrade's own"
    upgrade.communicate()
    assert upgrade.returncode == 0


def test_a_plan_that_was_begun_is_finished(shop):
    planned(
        shop,
        """op.add_column("person", sa.Column("born", sa.Date()))
    with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)""",
    )
    assert shop.db("upgrade", "--plan", "plan.json", "--until-step", "1").status == 0
    assert shop.version() == ["r1"]
    outcome = shop.db("upgrade", "--plan", "plan.json")
    assert outcome.status == 0, outcome
    assert shop.version() == ["r2"]
