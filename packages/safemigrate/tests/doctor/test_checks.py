"""Each check finds the fault that it is for, and --fix mends what it says it mends."""

import re
import time

import psycopg
import pytest

from safemigrate.state.doctor.database_checks import CHECKS
from safemigrate.state.doctor.match_checks import programs_missing
from tests.project import write_revision

# fmt: off
DATABASE = [
    # statements, the check, its sentence, whether --fix mends it
    ("CREATE INDEX ix ON person (name); RESET ROLE; UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass", "invalid index", "Index public.ix is not valid: a concurrent build failed, and every write pays for it.", True),
    ("ALTER TABLE person ADD CONSTRAINT ck CHECK (id > 0) NOT VALID", "constraint not validated", "Constraint ck of public.person is NOT VALID: old rows may break it.", True),
    ("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TRIGGER tr BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE person DISABLE TRIGGER tr", "trigger disabled", "Trigger tr of public.person is disabled.", False),
    ("CREATE MATERIALIZED VIEW mv AS SELECT 1 WITH NO DATA", "view not filled", "Materialized view public.mv was never filled: every query of it fails.", True),
    ("CREATE TABLE heap (i int)", "no primary key", "Table public.heap has no primary key: replication cannot update it, and rows can be double.", False),
    ("CREATE TABLE pet (id int PRIMARY KEY, p int CONSTRAINT fk REFERENCES person)", "foreign key without index", "Foreign key fk of public.pet has no index: a delete from the table it refers to reads all of public.pet.", False),
    ("CREATE INDEX a1 ON person (name); CREATE INDEX a2 ON person (name)", "index twice", "Indexes a1 and a2 of public.person are the same.", False),
    ("SELECT setval('person_id_seq', 2000000000)", "sequence runs out", "Sequence public.person_id_seq is 93 percent used up; then every insert fails.", False),
    ("ALTER TABLE person SET (autovacuum_enabled = false)", "autovacuum off", "Autovacuum is off for public.person: tables only grow.", False),
    ("CREATE POLICY po ON person USING (true)", "policies without effect", "Table public.person has policies, and row level security is off: everybody sees every row.", False),
    ("ALTER TABLE person ENABLE ROW LEVEL SECURITY", "no policy", "Table public.person has row level security and no policy: only its owner sees rows.", False),
    ("CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "function with borrowed rights", "Function g() runs with its owner's rights and its caller's search_path.", False),
    ("RESET ROLE; GRANT CREATE ON SCHEMA public TO PUBLIC", "anybody may create", "Everybody may create tables in schema public.", False),
    ("CREATE UNLOGGED TABLE u (i int PRIMARY KEY)", "unlogged table", "Table public.u is unlogged: a crash empties it, and no replica has it.", False),
    ("RESET ROLE; UPDATE pg_extension SET extversion = '0.9'", "extension behind", "Extension plpgsql is at 0.9, and the server has 1.0.", False),
    ("CREATE TABLE t (i int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO t SELECT generate_series(1, 2000)", "never analyzed", "Table public.t has 2000 rows and was never analyzed: queries are planned blindly.", True),
    ("CREATE TABLE t (i int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO t SELECT generate_series(1, 12000); DELETE FROM t", "dead rows", "Table public.t has 12000 dead rows.", True),
    ("RESET ROLE; ALTER ROLE app SUPERUSER", "superuser", "Role app is a superuser: a revision could do anything to the server.", False),
    ("DELETE FROM _migrate.sources WHERE revision = 'r1'", "source not kept", "The database does not keep the file of r1: it was applied before safemigrate.", True),
    ("RESET ROLE; UPDATE pg_database SET datcollversion = '0' WHERE datname = current_database()", "order of text changed", "Database NAME was built with another version of its locale (0): indexes on text may miss rows.", False),
    ("RESET ROLE; UPDATE pg_database SET datfrozenxid = ((txid_current() - 1100000000) & 4294967295)::text::xid WHERE datname = current_database()", "transaction ids run out", "Database NAME has not frozen NUMBER transactions; at 2 billion it stops taking writes.", False),
]
FILES = [
    # what is done to the files, the check, its sentence, whether --fix mends it
    (lambda it: it.file("r9").write_text("revision = "), "unreadable file", "migrations/versions/r9_made.py is no revision: invalid syntax (<unknown>, line 1).", False),
    (lambda it: it.file("r9").write_text("x = 1"), "unreadable file", "migrations/versions/r9_made.py is no revision: it names no revision.", False),
    (lambda it: it.file("r9").write_text(it.file("r2").read_text()), "id twice", "Revision r2 is in migrations/versions/r2_made.py and migrations/versions/r9_made.py: only one of them is run.", False),
    (lambda it: write_revision(it.folder, "r9", "r8"), "broken link", "migrations/versions/r9_made.py follows r8, which no file has.", False),
    (lambda it: write_revision(it.folder, "r3", "r1"), "several heads", "Revisions r2, r3 are all newest: upgrade does not know which is meant.", False),
    (lambda it: head_file(it).unlink(), "head file", "migrations/HEAD is not there, and the newest revision is r2: git would merge two branches' revisions without a word.", True),
    (lambda it: head_file(it).write_text("r1\n"), "head file", "migrations/HEAD says r1, and the newest revision is r2: git would merge two branches' revisions without a word.", True),
    (lambda it: it.file("r2").write_text(it.file("r2").read_text() + "#"), "not in git", "migrations/versions/r2_made.py is not committed: no other machine has it as it is.", False),
    (lambda it: write_revision(it.folder, "r3", "r2"), "not in git", "migrations/versions/r3_made.py is not committed: no other machine has it as it is.", False),
    (lambda it: it.file("r2").write_text(it.file("r2").read_text() + "#"), "edited", "Revision r2 was edited after it was applied here.", False),
    (lambda it: (write_revision(it.folder, "r3", "r2"), it.file("r2").unlink()), "broken link", "migrations/versions/r3_made.py follows r2, which no file has.", True),
    (lambda it: (write_revision(it.folder, "r3", "r2"), it.file("r2").unlink()), "missing", "Revision r2 is applied here, and its file is gone.", True),
    (lambda it: it.file("r2").unlink(), "foreign", "Revision r2 is applied here, and no file has it: it is another branch's, or its file was removed.", False),
    (lambda it: write_revision(it.folder, "r3", "r2"), "pending", "The database has not had r3.", False),
    (lambda it: failing(it, 'op.execute("SELECT 1 / 0")'), "last run failed", "The last run, of revision r3, failed: division by zero.", False),
    (lambda it: failing(it, HALF), "half done", "Revision r3 is half done (upgrade).", False),
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
    # The name first: it may itself have so many digits in a row.
    return [re.sub(r"\d{8,}", "NUMBER", each.replace(it.database, "NAME")) for each in sentences]


def test_a_healthy_project_has_nothing(patient):
    outcome = patient.db("doctor")
    assert (outcome.status, outcome.stdout) == (0, "No problems.\n"), outcome


@pytest.mark.parametrize("ill, check, sentence, mended", DATABASE, ids=lambda x: str(x)[:40])
def test_a_fault_of_the_database(patient, ill, check, sentence, mended):
    patient.execute(ill)
    try:
        judge(patient, check, sentence, mended)
    finally:
        patient.administer("ALTER ROLE app NOSUPERUSER")


@pytest.mark.parametrize("ill, check, sentence, mended", FILES)
def test_a_fault_of_the_files(patient, ill, check, sentence, mended):
    ill(patient)
    judge(patient, check, sentence, mended)


def judge(patient, check, sentence, mended):
    assert alike(patient.findings()[check], patient) == [sentence]
    assert (check in patient.findings("--fix")) == (not mended)
    assert (check in patient.findings()) == (not mended)


def test_a_session_that_does_not_end_its_transaction(patient):
    with psycopg.connect(patient.url) as connection:
        connection.execute("SELECT 1")
        deadline = time.monotonic() + 60
        while "idle in transaction" not in (found := patient.findings()):
            assert time.monotonic() < deadline
        pid = connection.info.backend_pid
        [sentence] = found["idle in transaction"]
        assert sentence.startswith(f"Session {pid} of app is idle in a transaction for 00:00:")
    assert patient.findings() == {}


def test_a_transaction_that_was_prepared_and_forgotten(patient):
    with psycopg.connect(patient.url) as connection:
        connection.execute("SELECT 1")
        connection.execute("PREPARE TRANSACTION 'gone'")
        connection.commit()
    [sentence] = patient.findings()["prepared transaction"]
    assert re.sub("[0-9]", "9", sentence) == (
        "Transaction gone was prepared 9999-99-99 99:99 and never ended: it holds its locks."
    )
    patient.administer("ROLLBACK PREPARED 'gone'")
    assert patient.findings() == {}


def test_a_replication_slot_that_nobody_reads(patient):
    patient.administer("SELECT pg_create_physical_replication_slot('idle')")
    assert patient.findings() == {
        "replication slot idle": [
            "Replication slot idle has no reader: the server keeps all WAL for it, until the disk "
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
                "full_page_writes is off: a crash of the machine can destroy the database."
            ],
            "autovacuum off": ["Autovacuum is off for the server: tables only grow."],
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
        "Database healthy is a standby: nothing can be upgraded here."
    ]


def test_programs_that_are_older_than_the_server():
    assert [each.sentence for each in programs_missing(99)] == [
        "No pg_dump of PostgreSQL 99 or later was found: no plan on a copy, no backup."
    ]
    assert list(programs_missing(12)) == []


def test_what_cannot_be_mended_says_why(patient):
    patient.execute(
        "INSERT INTO person (name) VALUES ('a'); "
        "ALTER TABLE person ADD CONSTRAINT ck CHECK (name <> 'a') NOT VALID"
    )
    assert patient.findings("--fix")["constraint not validated"] == [
        "Constraint ck of public.person is NOT VALID: old rows may break it. --fix could not mend "
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
