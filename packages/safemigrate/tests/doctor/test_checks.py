"""Each check finds its fault, and --fix fixes what it says it fixes."""

import re
import time

import psycopg
import pytest

from safemigrate.state.doctor.database_checks import CHECKS
from safemigrate.state.doctor.match_checks import programs_missing
from tests.project import write_revision

# fmt: off
DATABASE = [
    # statements, the check, its sentence, whether --fix fixes it
    ("CREATE INDEX ix ON person (name); RESET ROLE; UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass", "invalid index", "Index public.ix is not valid: a concurrent build failed, and every write pays for it.", True),
    ("ALTER TABLE person ADD CONSTRAINT ck CHECK (id > 0) NOT VALID", "constraint not validated", "Constraint ck of public.person is NOT VALID: old rows may violate it.", True),
    ("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TRIGGER tr BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE person DISABLE TRIGGER tr", "trigger disabled", "Trigger tr of public.person is disabled.", False),
    ("CREATE MATERIALIZED VIEW mv AS SELECT 1 WITH NO DATA", "view not filled", "Materialized view public.mv was never populated: every query of it fails.", True),
    ("CREATE TABLE heap (i int)", "no primary key", "Table public.heap has no primary key: replication cannot update it, and rows can be duplicated.", False),
    ("CREATE TABLE pet (id int PRIMARY KEY, p int CONSTRAINT fk REFERENCES person)", "foreign key without index", "Foreign key fk of public.pet has no index: a delete from the table it refers to reads all of public.pet.", False),
    ("CREATE INDEX a1 ON person (name); CREATE INDEX a2 ON person (name)", "index twice", "Indexes a1 and a2 of public.person are the same.", False),
    ("SELECT setval('person_id_seq', 2000000000)", "sequence runs out", "Sequence public.person_id_seq is 93 percent used; when it runs out, every insert fails.", False),
    ("ALTER TABLE person SET (autovacuum_enabled = false)", "autovacuum off", "Autovacuum is off for public.person: dead rows are never removed.", False),
    ("CREATE POLICY po ON person USING (true)", "policies without effect", "Table public.person has policies, but row-level security is off: everybody sees every row.", False),
    ("ALTER TABLE person ENABLE ROW LEVEL SECURITY", "no policy", "Table public.person has row-level security but no policy: only its owner sees rows.", False),
    ("CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "function with borrowed rights", "Function g() runs with its owner's privileges but its caller's search_path.", False),
    ("RESET ROLE; GRANT CREATE ON SCHEMA public TO PUBLIC", "anybody may create", "Everybody may create tables in schema public.", False),
    ("CREATE UNLOGGED TABLE u (i int PRIMARY KEY)", "unlogged table", "Table public.u is unlogged: a crash empties it, and replicas do not have it.", False),
    ("RESET ROLE; UPDATE pg_extension SET extversion = '0.9'", "extension behind", "Extension plpgsql is at version 0.9; the server has 1.0.", False),
    ("CREATE TABLE t (i int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO t SELECT generate_series(1, 2000)", "never analyzed", "Table public.t has 2000 rows and was never analyzed: the planner has no statistics for it.", True),
    ("CREATE TABLE t (i int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO t SELECT generate_series(1, 12000); DELETE FROM t", "dead rows", "Table public.t has 12000 dead rows.", True),
    ("RESET ROLE; ALTER ROLE app SUPERUSER", "superuser", "Role app is a superuser: a revision can do anything to the server.", False),
    ("DELETE FROM _migrate.sources WHERE revision = 'r1'", "source not kept", "The database does not keep the file of r1, which was applied before safemigrate.", True),
    ("RESET ROLE; UPDATE pg_database SET datcollversion = '0' WHERE datname = current_database()", "order of text changed", "Database NAME was built with another version of its locale (0): indexes on text may miss rows.", False),
    ("RESET ROLE; UPDATE pg_database SET datfrozenxid = ((txid_current() - 1100000000) & 4294967295)::text::xid WHERE datname = current_database()", "transaction ids run out", "Database NAME has NUMBER unfrozen transactions; at 2 billion it stops accepting writes.", False),
]
FILES = [
    # the change to the files, the check, its sentence, whether --fix fixes it
    (lambda it: it.file("r9").write_text("revision = "), "unreadable file", "migrations/versions/r9_made.py is not a valid revision: invalid syntax (<unknown>, line 1).", False),
    (lambda it: it.file("r9").write_text("x = 1"), "unreadable file", "migrations/versions/r9_made.py is not a valid revision: it has no revision id.", False),
    (lambda it: it.file("r9").write_text(it.file("r2").read_text()), "id twice", "Revision r2 is in migrations/versions/r2_made.py and migrations/versions/r9_made.py: Alembic runs only one of them.", False),
    (lambda it: write_revision(it.folder, "r9", "r8"), "broken link", "migrations/versions/r9_made.py follows r8, which has no file.", False),
    (lambda it: write_revision(it.folder, "r3", "r1"), "several heads", "Revisions r2, r3 are all heads: upgrade does not know which to use.", False),
    (lambda it: head_file(it).unlink(), "head file", "migrations/HEAD is missing, but the newest revision is r2: git would silently merge the revisions of two branches.", True),
    (lambda it: head_file(it).write_text("r1\n"), "head file", "migrations/HEAD says r1, but the newest revision is r2: git would silently merge the revisions of two branches.", True),
    (lambda it: it.file("r2").write_text(it.file("r2").read_text() + "#"), "not in git", "migrations/versions/r2_made.py is not committed: no other machine has this version.", False),
    (lambda it: write_revision(it.folder, "r3", "r2"), "not in git", "migrations/versions/r3_made.py is not committed: no other machine has this version.", False),
    (lambda it: it.file("r2").write_text(it.file("r2").read_text() + "#"), "edited", "Revision r2 was edited after it was applied here.", False),
    (lambda it: (write_revision(it.folder, "r3", "r2"), it.file("r2").unlink()), "broken link", "migrations/versions/r3_made.py follows r2, which has no file.", True),
    (lambda it: (write_revision(it.folder, "r3", "r2"), it.file("r2").unlink()), "missing", "Revision r2 is applied here, but its file is missing.", True),
    (lambda it: it.file("r2").unlink(), "foreign", "Revision r2 is applied here but has no file: it belongs to another branch, or its file was deleted.", False),
    (lambda it: write_revision(it.folder, "r3", "r2"), "pending", "Not applied to the database yet: r3.", False),
    (lambda it: failing(it, 'op.execute("SELECT 1 / 0")'), "last run failed", "The last run (revision r3) failed: division by zero.", False),
    (lambda it: failing(it, HALF), "half done", "Revision r3 is incomplete (upgrade).", False),
]
# fmt: on
HALF = """with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix ON person (name)")
        op.execute("SELECT 1 / 0")"""
APART = {  # checks of the server, each with a test of its own
    "idle in transaction", "prepared transaction", "replication slot idle", "standby",
    "server not crash safe", "server out of support",
}  # fmt: skip


def head_file(it):
    return it.folder / "migrations" / "HEAD"


def failing(it, upgrade):
    write_revision(it.folder, "r3", "r2", upgrade=upgrade)
    head_file(it).write_text("r3\n")
    assert it.db("upgrade").status == 1


def alike(sentences, it):
    # The name first: it may itself contain that many digits in a row.
    return [re.sub(r"\d{8,}", "NUMBER", text.replace(it.database, "NAME")) for text in sentences]


def test_a_healthy_project_has_nothing(patient):
    outcome = patient.db("doctor")
    assert (outcome.status, outcome.stdout) == (0, "No problems.\n"), outcome


@pytest.mark.parametrize("ill, check, sentence, fixable", DATABASE, ids=lambda x: str(x)[:40])
def test_a_fault_of_the_database(patient, ill, check, sentence, fixable):
    patient.execute(ill)
    try:
        judge(patient, check, sentence, fixable)
    finally:
        patient.administer("ALTER ROLE app NOSUPERUSER")


@pytest.mark.parametrize("ill, check, sentence, fixable", FILES)
def test_a_fault_of_the_files(patient, ill, check, sentence, fixable):
    ill(patient)
    judge(patient, check, sentence, fixable)


def judge(patient, check, sentence, fixable):
    assert alike(patient.findings()[check], patient) == [sentence]
    assert (check in patient.findings("--fix")) == (not fixable)
    assert (check in patient.findings()) == (not fixable)


def test_a_session_that_does_not_end_its_transaction(patient):
    with psycopg.connect(patient.url) as connection:
        connection.execute("SELECT 1")
        deadline = time.monotonic() + 60
        while "idle in transaction" not in (found := patient.findings()):
            assert time.monotonic() < deadline
        pid = connection.info.backend_pid
        [sentence] = found["idle in transaction"]
        assert sentence.startswith(
            f"Session {pid} of app has been idle in a transaction for 00:00:"
        )
    assert patient.findings() == {}


def test_a_transaction_that_was_prepared_and_forgotten(patient):
    with psycopg.connect(patient.url) as connection:
        connection.execute("SELECT 1")
        connection.execute("PREPARE TRANSACTION 'gone'")
        connection.commit()
    [sentence] = patient.findings()["prepared transaction"]
    assert re.sub("[0-9]", "9", sentence) == (
        "Transaction gone was prepared on 9999-99-99 99:99 and never ended: it still holds its locks."
    )
    patient.administer("ROLLBACK PREPARED 'gone'")
    assert patient.findings() == {}


def test_a_replication_slot_that_nobody_reads(patient):
    patient.administer("SELECT pg_create_physical_replication_slot('idle')")
    assert patient.findings() == {
        "replication slot idle": [
            "Replication slot idle has no reader: the server keeps all WAL for it until the disk "
            "is full."
        ]
    }
    patient.administer("SELECT pg_drop_replication_slot('idle')")
    assert patient.findings() == {}


def test_a_server_that_is_not_crash_safe_or_does_not_vacuum(patient):
    for name in ("full_page_writes", "autovacuum"):
        patient.administer(f"ALTER SYSTEM SET {name} = off")
    patient.administer("SELECT pg_reload_conf()")
    try:
        wait_for(patient, 2)
        assert patient.findings() == {
            "server not crash safe": [
                "full_page_writes is off: a machine crash can corrupt the database."
            ],
            "autovacuum off": ["Autovacuum is off for the server: dead rows are never removed."],
        }
    finally:
        for name in ("full_page_writes", "autovacuum"):
            patient.administer(f"ALTER SYSTEM RESET {name}")
        patient.administer("SELECT pg_reload_conf()")
        wait_for(patient, 0)


def wait_for(patient, off):
    """Wait until every new session of the server has the settings: a reload takes a moment."""
    query = (
        "SELECT count(*) FROM pg_settings WHERE name IN ('full_page_writes', 'autovacuum') "
        "AND setting = 'off'"
    )
    deadline = time.monotonic() + 60
    while True:
        with psycopg.connect(patient.url) as connection:
            if connection.execute(query).fetchone() == (off,):
                return
        assert time.monotonic() < deadline


def test_a_standby(both):
    assert both[1].findings()["standby"] == [
        "Database healthy is a standby: upgrades cannot run here."
    ]


def test_programs_that_are_older_than_the_server():
    assert [finding.sentence for finding in programs_missing(99)] == [
        "No pg_dump of PostgreSQL 99 or later is installed: plans on a copy and backups cannot run."
    ]
    assert list(programs_missing(12)) == []


def test_a_fix_that_fails_says_why(patient):
    patient.execute(
        "INSERT INTO person (name) VALUES ('a'); "
        "ALTER TABLE person ADD CONSTRAINT ck CHECK (name <> 'a') NOT VALID"
    )
    assert patient.findings("--fix")["constraint not validated"] == [
        "Constraint ck of public.person is NOT VALID: old rows may violate it. --fix could not fix "
        'it: check constraint "ck" of relation "person" is violated by some row.'
    ]


def test_the_doctor_fits_a_terminal_and_ends_with_1(patient):
    patient.execute(DATABASE[0][0])
    outcome = patient.db("doctor")
    assert (outcome.status, outcome.stdout, outcome.stderr) == (
        1,
        "Index public.ix is not valid: a concurrent build failed, and every write pays\n"
        "for it.\n  Fix: REINDEX INDEX CONCURRENTLY public.ix\n",
        "`flask db doctor --fix` fixes 1 of 1.\n",
    )


def test_every_check_has_a_fault():
    tried = {check for _, check, *_ in (*DATABASE, *FILES)} | APART
    assert {check.name for check in CHECKS} - tried == set()
