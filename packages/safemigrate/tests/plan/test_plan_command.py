"""`db plan` in a project: what it says of each statement, where it stops, and what it leaves."""

import json
from pathlib import Path

import pytest

from safemigrate.postgres.address import Address
from safemigrate.postgres.passfile import environment

ADD = 'op.add_column("person", sa.Column("born", sa.Date()))'
INDEX = 'op.create_index("ix_name", "person", ["name"])'
CONCURRENTLY = """with op.get_context().autocommit_block():
        op.create_index("ix_name", "person", ["name"], postgresql_concurrently=True)"""
ENUM = """op.execute("CREATE TYPE mood AS ENUM ('happy')")
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE mood ADD VALUE 'sad'")
    op.execute("SELECT 'sad'::mood")"""
BATCH = """with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("born", sa.Date()))
        batch.alter_column("name", type_=sa.Text())"""
MANY = """op.bulk_insert(sa.table("person", sa.column("name", sa.String)), [{"name": "a"}, {"name": "b"}])"""
NEW = """op.create_table("pet", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_index("ix_pet", "pet", ["id"])"""

# fmt: off
TRACED = [
    # what upgrade does, then of each statement: line, first words, locks, work
    (ADD, [(13, "ALTER TABLE person ADD", {"person": "ACCESS EXCLUSIVE"}, {})],
     "an instant change under the strongest lock"),
    (INDEX, [(13, "CREATE INDEX ix_name", {"person": "SHARE"}, {"built": [{"index": "ix_name", "table": "person"}]})],
     "an index is built while nobody writes"),
    (CONCURRENTLY, [(14, "CREATE INDEX CONCURRENTLY", {"person": "SHARE UPDATE EXCLUSIVE"},
      {"built": [{"index": "ix_name", "table": "person"}], "transactional": False})],
     "seen although it leaves no lock to look at"),
    (ENUM, [(13, "CREATE TYPE mood", {}, {}), (15, "ALTER TYPE mood", {}, {}), (16, "SELECT", {}, {})],
     "what may run in a transaction is given one, and committed before the next"),
    (BATCH, [(13, "ALTER TABLE person ADD", {"person": "ACCESS EXCLUSIVE"}, {}),
             (13, "ALTER TABLE person ALTER", {}, {})],
     "a batch runs where it ends; a free change of type reads nothing"),
    (MANY, [(13, "INSERT INTO person", {"person": "ROW EXCLUSIVE", "person_id_seq": "ROW EXCLUSIVE"}, {})],
     "rows in one call"),
    (NEW, [(13, "CREATE TABLE pet", {}, {}),
           (14, "CREATE INDEX ix_pet", {}, {"built": [{"index": "ix_pet", "table": "pet"}]})],
     "a table made by the plan itself, locked since then"),
    ('op.execute("SELECT count(*) FROM person")', [(13, "SELECT", {"person": "ACCESS SHARE", "person_pkey": "ACCESS SHARE"}, {"scanned": ["person"]})],
     "a question"),
    ('op.get_bind().exec_driver_sql("UPDATE person SET name = name")',
     [(13, "UPDATE person", {"person": "ROW EXCLUSIVE", "person_pkey": "ROW EXCLUSIVE"}, {"scanned": ["person"]})],
     "text that SQLAlchemy does not compile"),
]

FAILURES = [
    # what upgrade does, what the plan says
    ('op.add_column("person", sa.Column("born", sa.Date(), nullable=False))',
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: ALTER TABLE person ADD COLUMN born DATE NOT NULL\n"
     'The database said: column "born" of relation "person" contains null values\n'
     "PostgreSQL rolled this revision back: it changed nothing. Give those rows a value first, or the column a server_default.",
     "one row is enough for it to fail"),
    ("1 / 0",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped with ZeroDivisionError: division by zero. PostgreSQL "
     "rolled this revision back: it changed nothing. Correct the file and run the command again.",
     "Python's own mistakes"),
    ('op.create_index("ix_name", "person", ["name"], postgresql_concurrently=True)',
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: CREATE INDEX CONCURRENTLY ix_name ON person (name)\n"
     "The database said: CREATE INDEX CONCURRENTLY cannot run inside a transaction block\n"
     "PostgreSQL rolled this revision back: it changed nothing. Correct it and run the command again.",
     "outside autocommit_block"),
    ('op.execute("ALTER TABLE persn ADD x int")',
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: ALTER TABLE persn ADD x int\n"
     'The database said: relation "persn" does not exist\n'
     "PostgreSQL rolled this revision back: it changed nothing. Correct it and run the command again.",
     "a name that is not there"),
]
# fmt: on


def locks(statement):
    return {lock["relation"]: lock["mode"] for lock in statement["locks"]}


@pytest.mark.parametrize("upgrade, expected, because", TRACED)
def test_each_statement_is_traced(shop, upgrade, expected, because):
    shop.pending(upgrade)
    plan = shop.plan()
    assert plan["failure"] is None
    assert len(plan["statements"]) == len(expected)
    for statement, (line, words, taken, work) in zip(plan["statements"], expected, strict=True):
        assert (statement["line"], locks(statement)) == (line, taken), because
        assert statement["sql"].startswith(words)
        assert statement["file"] == "migrations/versions/r2_made.py"
        usual = {"transactional": True, "rewritten": [], "emptied": [], "scanned": [], "built": []}
        for key, value in (usual | work).items():
            assert statement[key] == value, (key, because)


@pytest.mark.parametrize("upgrade, failure, because", FAILURES)
def test_a_revision_that_would_fail_is_told(shop, upgrade, failure, because):
    shop.execute("INSERT INTO person (name) VALUES ('Ann')")
    shop.pending(upgrade)
    outcome = shop.db("plan", "-o", "plan.json")
    assert outcome.status == 1
    assert json.loads((shop.folder / "plan.json").read_text())["failure"] == failure, because
    assert "upgrade would fail:" in outcome.stdout
    assert max(map(len, outcome.stdout.splitlines())) <= 80
    assert shop.databases() == {shop.name}


def test_the_real_database_is_left_as_it_is(shop):
    shop.pending("op.drop_table('person')")
    assert shop.db("plan").status == 0
    assert shop.db("current").stdout.startswith("r1")
    shop.execute("SELECT name FROM person")
    assert shop.databases() == {shop.name}


def test_what_fails_on_the_sample_row_only_is_a_note(new_shop):
    new_shop.execute("INSERT INTO person (name) VALUES ('7')")
    new_shop.pending("op.execute('ALTER TABLE person ALTER name TYPE date USING name::date')")
    plan = new_shop.plan()
    assert plan["failure"] is None
    [statement] = plan["statements"]
    assert statement["rewritten"] == ["person"]
    assert statement["notes"] == [
        'fails on a sample row (invalid input syntax for type date: "1"); '
        "the real rows were not tried"
    ]


def test_what_works_only_while_a_table_is_empty_is_a_note(new_shop):
    new_shop.pending('op.add_column("person", sa.Column("born", sa.Date(), nullable=False))')
    plan = new_shop.plan()
    assert plan["failure"] is None
    assert plan["statements"][0]["notes"] == [
        'works only because person has no rows now (column "born" of relation "person" '
        "contains null values)"
    ]


def test_a_table_for_which_no_row_could_be_made_is_told(new_shop):
    new_shop.execute("CREATE TABLE odd (n integer NOT NULL CHECK (n * n = 1764))")
    new_shop.pending("op.execute('ALTER TABLE odd ADD x integer')")
    assert new_shop.plan()["statements"][0]["notes"] == [
        'no sample row could be inserted into odd (new row for relation "odd" violates check '
        'constraint "odd_n_check")'
    ]


def test_old_env_files_hold_all_locks_to_the_end_and_the_plan_says_so(old_shop):
    old_shop.pending(ADD)
    old_shop.pending(INDEX, "r3", "r2")
    plan = old_shop.plan()
    assert [each["transaction"] for each in plan["statements"]] == [1, 1]
    held = [{"relation": "person", "kind": "r", "mode": "ACCESS EXCLUSIVE"}]
    assert [{k: lock[k] for k in held[0]} for lock in plan["statements"][1]["held"]] == held
    assert "All revisions share one transaction" in old_shop.db("plan").stdout


def test_each_revision_has_its_own_transaction_with_three_lines(new_shop):
    new_shop.pending(ADD)
    new_shop.pending(INDEX, "r3", "r2")
    plan = new_shop.plan()
    assert [each["transaction"] for each in plan["statements"]] == [1, 2]
    assert [each["held"] for each in plan["statements"]] == [[], []]
    assert [each["revision"] for each in plan["revisions"]] == ["r2", "r3"]
    assert "share one transaction" not in new_shop.db("plan").stdout


def test_a_plan_goes_as_far_as_it_is_told(new_shop):
    new_shop.pending(ADD)
    new_shop.pending(INDEX, "r3", "r2")
    assert [each["revision"] for each in new_shop.plan("r2")["revisions"]] == ["r2"]


def test_nothing_pending(shop):
    outcome = shop.db("plan")
    assert (outcome.status, outcome.stdout) == (0, f"Nothing to plan: {shop.name} is at r1.\n")


def test_a_database_without_any_revision(start, new_shop):
    url = {"DATABASE_URL": new_shop.urls["OTHER_URL"]}
    plan = new_shop.plan(**url)
    assert plan["database"]["revisions"] == []
    assert [each["sql"].split()[0] for each in plan["statements"]] == ["CREATE"]
    assert plan["longest_block"] is None
    assert "person" not in new_shop.db("current", **url).stdout


def test_a_database_that_was_taken_back_to_its_beginning(new_shop):
    new_shop.execute("DROP TABLE person; DELETE FROM alembic_version")
    plan = new_shop.plan()
    assert plan["database"]["revisions"] == []
    assert plan["failure"] is None
    assert [each["revision"] for each in plan["revisions"]] == ["r1"]


def test_sizes_come_from_the_real_database(new_shop):
    new_shop.execute("INSERT INTO person (name) SELECT g FROM generate_series(1, 5000) g")
    new_shop.execute("ANALYZE person")
    new_shop.pending(INDEX)
    plan = new_shop.plan()
    [statement] = plan["statements"]
    assert statement["tables"]["person"]["rows"] == 5000
    assert statement["tables"]["person"]["bytes"] > 5000 * 30
    assert statement["estimated"]["disk_bytes"] == int(5000 * (32 + 16) / 0.9)
    assert statement["kind"] == "index that blocks writes"
    assert plan["longest_block"]["relations"] == ["person"]
    assert plan["longest_block"]["milliseconds"] >= 5000 / 700e3 * 1000
    assert plan["speeds"]["measured"] is False


def test_speeds_are_measured_where_a_large_table_is_worked_on(new_shop):
    new_shop.execute("INSERT INTO person (name) SELECT g FROM generate_series(1, 40000) g")
    new_shop.pending("op.execute('ALTER TABLE person ALTER id TYPE bigint')")
    plan = new_shop.plan()
    assert plan["speeds"]["measured"] is True
    assert min(plan["speeds"]["scan"], plan["speeds"]["rewrite"], plan["speeds"]["change"]) > 0


@pytest.mark.parametrize("allowed, status", [("0ms", 3), ("1min", 0), ("2 s", 0), ("fast", 2)])
def test_max_block(new_shop, allowed, status):
    new_shop.execute("INSERT INTO person (name) SELECT g FROM generate_series(1, 5000) g")
    new_shop.execute("ANALYZE person")
    new_shop.pending(INDEX)
    outcome = new_shop.db("plan", "--max-block", allowed)
    assert outcome.status == status
    if status == 3:
        assert "--max-block allows" in outcome.stderr


def test_prints_of_a_revision_do_not_mix_with_the_document(new_shop):
    new_shop.pending('print("hello")')
    assert new_shop.plan()["statements"] == []


def test_the_password_is_on_no_command_line():
    address = Address.of("postgresql+psycopg://ann:s3cret@db.example:5433/shop?sslmode=require")
    assert address.words() == "user=ann dbname=shop host=db.example port=5433 sslmode=require"
    with environment(address) as passed:
        assert "s3cret" not in "".join(passed.values())
        assert Path(passed["PGPASSFILE"]).read_text() == "*:*:*:*:s3cret\n"
