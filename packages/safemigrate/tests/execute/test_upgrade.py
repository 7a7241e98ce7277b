"""What a person and a script see of an upgrade: the record, the dry run, JSON, steps, hours."""

import json

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from safemigrate import SafeMigrate, upgrade
from tests.execute.shop import CREATE_PERSON, LOCKS, until

DROP_PERSON = 'op.drop_table("person")'
IN_A_BLOCK = """op.add_column("person", sa.Column("born", sa.Date()))
    with op.get_context().autocommit_block():
        op.create_index("ix_person_name", "person", ["name"], postgresql_concurrently=True)
        op.execute("UPDATE person SET born = '2000-01-01' WHERE id <= 10")
    op.alter_column("person", "name", nullable=False)"""
TIMEOUTS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
NOTE_TIMEOUTS = f"""op.execute("CREATE TABLE IF NOT EXISTS seen (place text, name text, setting text)")
    note = (
        "INSERT INTO seen SELECT '{{}}', name, setting FROM pg_settings WHERE name IN {TIMEOUTS}"
    )
    op.execute(note.format("in the transaction"))
    with op.get_context().autocommit_block():
        op.execute("VACUUM seen")
        op.execute(note.format("in its own transaction"))
        rows = op.get_bind().execute(
            sa.text("SELECT name, setting FROM pg_settings WHERE name IN {TIMEOUTS}")
        ).all()
    for name, setting in rows:
        op.execute(f"INSERT INTO seen VALUES ('in the block', '{{name}}', '{{setting}}')")
    op.execute(note.format("after the block"))"""


def two_revisions(shop):
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade=DROP_PERSON)
    shop.revision("r2", "r1", upgrade=IN_A_BLOCK, downgrade='op.drop_column("person", "born")')


def test_every_run_is_recorded_with_who_when_where_and_how_long(shop):
    two_revisions(shop)
    assert shop.db("upgrade", SAFEMIGRATE_ACTOR="ann", SAFEMIGRATE_ENV="staging").status == 0
    assert shop.db("downgrade", "r1", SAFEMIGRATE_ACTOR="bob").status == 0
    runs = json.loads(shop.db("history", "--audit", "--json").stdout)
    assert [(run["direction"], run["revision"], run["actor"], run["result"]) for run in runs] == [
        ("downgrade", "r2", "bob", "done"),
        ("upgrade", "r2", "ann", "done"),
        ("upgrade", "r1", "ann", "done"),
    ]
    assert [run["environment"] for run in runs] == [None, "staging", "staging"]
    assert all(run["tries"] == 1 and run["waited_ms"] == 0 for run in runs)
    assert all(run["host"] and run["started"] <= run["finished"] for run in runs)
    lines = shop.db("history", "--audit").stdout.splitlines()
    assert len(lines) == 3
    assert "downgrade r2: done in " in lines[0]
    assert "by bob@" in lines[0]


def test_a_failed_run_is_recorded_with_its_error(shop):
    shop.revision("r1", upgrade='op.execute("SELECT 1 FROM nowhere")')
    assert shop.db("upgrade").status == 1
    runs = json.loads(shop.db("history", "--audit", "--json").stdout)
    assert [(run["revision"], run["result"]) for run in runs] == [("r1", "failed")]
    assert 'relation "nowhere" does not exist' in runs[0]["error"]


def test_a_stamp_is_recorded(shop):
    two_revisions(shop)
    assert shop.db("stamp", "r1").status == 0
    assert shop.rows("SELECT revision, direction, result FROM _migrate.history") == [
        ("r1", "stamp", "done")
    ]


def test_nothing_to_do_makes_no_schema(shop):
    assert shop.db("upgrade").status == 0
    assert shop.rows("SELECT to_regnamespace('_migrate')") == [(None,)]


def test_json_says_what_was_done(shop):
    two_revisions(shop)
    done = json.loads(shop.db("upgrade", "--json").stdout)
    assert done["result"] == "done"
    assert [(run["revision"], run["tries"]) for run in done["revisions"]] == [("r1", 1), ("r2", 1)]
    assert json.loads(shop.db("upgrade", "--json").stdout) == {
        "result": "nothing to do",
        "revisions": [],
    }


def test_json_says_what_went_wrong(shop):
    shop.revision("r1", upgrade='op.execute("SELECT 1 FROM nowhere")')
    outcome = shop.db("upgrade", "--json")
    answer = json.loads(outcome.stdout)
    assert (outcome.status, answer["result"], answer["exit"]) == (1, "error", 1)
    assert 'relation "nowhere" does not exist' in answer["error"]


def test_a_dry_run_prints_the_steps_and_changes_nothing(shop):
    two_revisions(shop)
    outcome = shop.db("upgrade", "--dry-run")
    assert outcome.status == 0
    heads = [line for line in outcome.stdout.splitlines() if line.startswith("--")]
    assert heads == [
        "-- upgrade  -> r1, r1 made (migrations/versions/r1_made.py)",
        "-- step 1, in one transaction",
        "-- upgrade r1 -> r2, r2 made (migrations/versions/r2_made.py)",
        "-- step 2, in one transaction",
        "-- step 3, outside a transaction",
        "-- step 4, outside a transaction",
        "-- step 5, in one transaction",
    ]
    assert "CREATE INDEX CONCURRENTLY ix_person_name ON person (name);" in outcome.stdout
    assert outcome.stderr == ""
    assert shop.fingerprint() == []
    assert shop.rows("SELECT to_regclass('alembic_version')") == [(None,)]


def test_a_dry_run_shows_what_it_can(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.revision("r2", "r1", upgrade='op.get_bind().execute(sa.text("SELECT 1")).scalar_one()')
    shop.revision("r3", "r2", upgrade='op.drop_column("person", "name")')
    steps = json.loads(shop.db("upgrade", "--dry-run", "--json").stdout)
    assert [(step["revision"], step["unreadable"]) for step in steps] == [
        ("r1", None),
        ("r2", "it queries the database (AttributeError)"),
        ("r3", None),
    ]
    assert "ALTER TABLE person DROP COLUMN name" in steps[2]["steps"][0]["sql"]


def test_a_dry_run_downwards(shop):
    two_revisions(shop)
    assert shop.db("upgrade").status == 0
    before = shop.fingerprint()
    outcome = shop.db("downgrade", "--dry-run", "base")
    assert "ALTER TABLE person DROP COLUMN born;" in outcome.stdout
    assert "DROP TABLE person;" in outcome.stdout
    assert shop.fingerprint() == before


def test_until_step_stops_where_asked_and_the_next_upgrade_goes_on(shop, clone_of):
    two_revisions(shop)
    undisturbed = clone_of(nothing)
    other = type(shop)(shop.folder, undisturbed, shop.commands)
    assert other.db("upgrade").status == 0
    for steps in range(1, 6):
        shop.rows("DROP SCHEMA public CASCADE")
        shop.rows("DROP SCHEMA IF EXISTS _migrate CASCADE")
        shop.rows("CREATE SCHEMA public")
        stopped = shop.db("upgrade", "--until-step", str(steps))
        assert stopped.status == 0, stopped
        noted = shop.version()
        assert noted == (["r2"] if steps == 5 else ["r1"])
        assert ("Stopped after step" in stopped.stderr) is (steps < 5)
        finished = shop.db("upgrade")
        assert finished.status == 0, finished
        assert shop.fingerprint() == other.fingerprint(), f"stopped after step {steps}"


def nothing(url):
    """An empty database."""


def test_timeouts_are_set_for_the_statement_and_never_for_the_session(shop):
    shop.revision("r1", upgrade=NOTE_TIMEOUTS)
    assert shop.db("upgrade", "--lock-timeout", "70ms").status == 0
    seen = {(place, name): setting for place, name, setting in shop.rows("SELECT * FROM seen")}
    for place in ("in the transaction", "in its own transaction", "after the block"):
        assert seen[place, "lock_timeout"] == "70", place
        assert seen[place, "idle_in_transaction_session_timeout"] == "60000", place
    for name in TIMEOUTS:
        assert seen["in the block", name] == "0", name


def test_the_roles_statement_timeout_does_not_end_what_must_take_its_time(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.revision(
        "r2",
        "r1",
        upgrade="""op.execute("CREATE FUNCTION slow(int) RETURNS bool LANGUAGE sql IMMUTABLE "
               "AS 'SELECT pg_sleep(0.4 / 500) IS NOT NULL'")
    op.execute("ALTER TABLE person ADD CONSTRAINT c CHECK (slow(id)) NOT VALID")
    op.execute("ALTER TABLE person VALIDATE CONSTRAINT c")
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix ON person ((slow(id)))")""",
    )
    shop.rows("ALTER ROLE CURRENT_USER SET statement_timeout = '200ms'")
    try:
        outcome = shop.db("upgrade")
    finally:
        shop.rows("ALTER ROLE CURRENT_USER RESET statement_timeout")
    assert outcome.status == 0, outcome.stderr


def test_outside_the_window_nothing_begins(shop):
    two_revisions(shop)
    never = "Mon 00:00-00:01 Etc/GMT+12; Mon 00:00-00:01 Etc/GMT+12"
    outcome = shop.db("upgrade", SAFEMIGRATE_WINDOW=never)
    assert outcome.status == 6
    assert outcome.stderr.splitlines()[-1].startswith(
        f"Error: Revision r1 did not start: it is outside the window {never}. The next window opens "
        "Mon "
    )
    assert shop.fingerprint() == []
    assert shop.db("upgrade", "--ignore-window", SAFEMIGRATE_WINDOW=never).status == 0
    assert shop.db("upgrade", SAFEMIGRATE_WINDOW=never).status == 0, "nothing to do is no work"


def test_what_cannot_be_read_is_a_usage_error(shop):
    for words in (["--window", "always"], ["--lock-timeout", "soon"], ["--until-step", "0"]):
        outcome = shop.db("upgrade", *words)
        assert outcome.status == 2, outcome
        assert "Traceback" not in outcome.stderr


def test_a_role_that_may_not_make_the_schema_runs_plain_revisions_only(shop, database):
    two_revisions(shop)
    role = f"plain_{database.rpartition('_')[2][:8]}"
    name = database.rpartition("/")[2]
    shop.rows(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    shop.rows(f"REVOKE CREATE ON DATABASE {name} FROM PUBLIC")
    shop.rows(f"GRANT ALL ON SCHEMA public TO {role}")
    owner = shop.url
    try:
        server = shop.url.rpartition("@")[2]
        shop.url = f"postgresql://{role}:secret@{server}"
        outcome = shop.db("upgrade", "r1")
        assert outcome.status == 0, outcome
        assert (
            f"The role {role} cannot create the schema _migrate: this run is not recorded, and "
            "only revisions of one transaction can run. To change that, have the owner run: "
            f"CREATE SCHEMA _migrate AUTHORIZATION {role}.\n"
        ) in outcome.stderr
        before = shop.fingerprint()
        outcome = shop.db("upgrade")
        assert outcome.status == 1
        assert (
            "Revision r2 leaves its transaction (autocommit_block). That needs the journal, so that "
            "an interrupted run can resume"
        ) in outcome.stderr
        assert shop.fingerprint() == before
        shop.url = owner
        shop.rows(f"CREATE SCHEMA _migrate AUTHORIZATION {role}")
        shop.url = f"postgresql://{role}:secret@{server}"
        assert shop.db("upgrade").status == 0
    finally:
        shop.url = owner
        shop.rows(f"DROP OWNED BY {role} CASCADE")
        shop.rows(f"DROP ROLE {role}")


def test_a_journal_of_a_later_version_is_left_alone(shop):
    two_revisions(shop)
    assert shop.db("upgrade", "r1").status == 0
    shop.rows("UPDATE _migrate.meta SET value = '9'")
    outcome = shop.db("upgrade")
    assert outcome.status == 9
    assert "The schema _migrate of this database has version 9" in outcome.stderr
    assert "this safemigrate supports versions 1 to 5. Nothing was run." in outcome.stderr
    assert shop.version() == ["r1"]


def test_another_address_for_migrations(shop, postgres):
    two_revisions(shop)
    direct = shop.url
    shop.url = "postgresql://postgres@127.0.0.1:1/pooler"
    assert shop.db("upgrade", SAFEMIGRATE_URL=direct).status == 0
    with psycopg.connect(direct) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("r2",)]


def test_what_one_statement_was_given_ends_with_it(shop):
    name = shop.url.rpartition("/")[2]
    own = {"lock_timeout": "7s", "statement_timeout": "9min"}
    for setting, value in own.items():
        shop.rows(f"ALTER DATABASE {name} SET {setting} = '{value}'")
    shop.revision(
        "r1",
        upgrade="""op.execute("CREATE TABLE seen (name text, setting text)")
    with op.get_context().autocommit_block():
        op.execute("VACUUM seen")
        for name in ("lock_timeout", "statement_timeout"):
            found = op.get_bind().execute(sa.text(f"SHOW {name}")).scalar_one()
            op.execute(f"INSERT INTO seen VALUES ('{name}', '{found}')")""",
    )
    assert shop.db("upgrade").status == 0
    assert dict(shop.rows("SELECT * FROM seen")) == own


def test_a_program_that_upgrades_gets_sessions_that_know_nothing_of_it(shop):
    shop.revision(
        "r1",
        upgrade="""op.execute("CREATE TABLE seen AS SELECT pg_backend_pid() AS pid")
    with op.get_context().autocommit_block():
        op.execute("VACUUM seen")""",
    )
    app, db = Flask("shop"), SQLAlchemy()
    app.config["SQLALCHEMY_DATABASE_URI"] = shop.url.replace("postgresql:", "postgresql+psycopg:")
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 1, "max_overflow": 0}
    db.init_app(app)
    SafeMigrate(app, db, directory=shop.folder / "migrations")
    settings = "SELECT name, setting FROM pg_settings WHERE name ~ 'timeout|client_conn|^applic'"
    with app.app_context():
        before = db.session.execute(db.text(settings)).all()
        db.session.remove()
        upgrade()
        assert db.session.execute(db.text(settings)).all() == before
        pid = db.session.execute(db.text("SELECT pg_backend_pid()")).scalar_one()
        assert db.session.execute(db.text("SELECT pid FROM seen")).scalar_one() != pid
        db.session.remove()
        db.engine.dispose()
    # A server's process ends after its client has gone.
    held = f"SELECT count(*) FROM {LOCKS} WHERE locktype = 'advisory'"
    until(lambda: shop.rows(held) == [(0,)], "the locks' end")
