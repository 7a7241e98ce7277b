"""Each check finds what it is for, and --fix mends what it says it mends."""

import json

import pytest

from tests.safemigrate.plan.conftest import Shop
from tests.safemigrate.project import OURS, write_revision

# fmt: off
DATABASE = [
    # statements, the check, its sentence
    ("CREATE INDEX ix ON person (name); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass", "invalid index", "Index public.ix is not valid: a concurrent build failed, and every write pays for it."),
    ("ALTER TABLE person ADD CONSTRAINT ck CHECK (id > 0) NOT VALID", "constraint not validated", "Constraint ck of public.person is NOT VALID: old rows may break it."),
    ("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TRIGGER tr BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE person DISABLE TRIGGER tr", "trigger disabled", "Trigger tr of public.person is disabled."),
    ("CREATE MATERIALIZED VIEW mv AS SELECT 1 WITH NO DATA", "view not filled", "Materialized view public.mv was never filled: every query of it fails."),
    ("CREATE TABLE heap (i int)", "no primary key", "Table public.heap has no primary key: replication cannot update it, and rows can be double."),
    ("CREATE TABLE pet (id int PRIMARY KEY, p int CONSTRAINT fk REFERENCES person)", "foreign key without index", "Foreign key fk of public.pet has no index: a delete from the table it refers to reads all of public.pet."),
    ("CREATE INDEX a1 ON person (name); CREATE INDEX a2 ON person (name)", "index twice", "Indexes a1 and a2 of public.person are the same."),
    ("SELECT setval('person_id_seq', 2000000000)", "sequence runs out", "Sequence public.person_id_seq is 93 percent used up; then every insert fails."),
    ("ALTER TABLE person SET (autovacuum_enabled = false)", "autovacuum off", "Autovacuum is off for public.person: tables only grow."),
    ("CREATE POLICY po ON person USING (true)", "policies without effect", "Table public.person has policies, and row level security is off: everybody sees every row."),
    ("ALTER TABLE person ENABLE ROW LEVEL SECURITY", "no policy", "Table public.person has row level security and no policy: only its owner sees rows."),
    ("CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "function with borrowed rights", "Function g() runs with its owner's rights and its caller's search_path."),
    ("GRANT CREATE ON SCHEMA public TO PUBLIC", "anybody may create", "Everybody may create tables in schema public."),
    ("CREATE UNLOGGED TABLE u (i int PRIMARY KEY)", "unlogged table", "Table public.u is unlogged: a crash empties it, and no replica has it."),
    ("SELECT 1", "superuser", "Role postgres is a superuser: a revision could do anything to the server."),
]
# fmt: on


@pytest.fixture
def shop(start):
    return Shop(start, *start.copy("behind", OURS, own_env=True))


def found(shop, check, *words):
    told = json.loads(shop.db("doctor", "--json", *words).stdout)
    return [each["sentence"] for each in told["findings"] if each["check"] == check]


@pytest.mark.parametrize("statements, check, sentence", DATABASE)
def test_the_database(shop, statements, check, sentence):
    if check != "superuser":
        assert found(shop, check) == []
    shop.execute(statements)
    assert found(shop, check) == [sentence]


def test_what_is_safe_is_mended(shop):
    for statements, *_ in (DATABASE[0], DATABASE[1], DATABASE[3]):
        shop.execute(statements)
    told = json.loads(shop.db("doctor", "--fix", "--json").stdout)
    names = {each["check"] for each in told["mended"]}
    assert names == {"invalid index", "constraint not validated", "view not filled", "head file"}
    told = json.loads(shop.db("doctor", "--json").stdout)
    assert not names & {each["check"] for each in told["findings"]}


def test_the_files(shop):
    versions = shop.folder / "migrations" / "versions"
    write_revision(shop.folder, "r9", "r8")
    assert found(shop, "broken link") == [
        "migrations/versions/r9_made.py follows r8, which no file has."
    ]
    assert found(shop, "several heads") != []
    (versions / "r9_made.py").unlink()
    (versions / "again.py").write_text((versions / "r2_made.py").read_text())
    assert found(shop, "id twice") == [
        "Revision r2 is in migrations/versions/again.py and migrations/versions/r2_made.py: "
        "only one of them is run."
    ]
    (versions / "again.py").write_text("revision = ")
    assert found(shop, "unreadable file") != []


def test_what_was_applied(shop):
    assert found(shop, "pending") == ["The database has not had r2."]
    assert shop.db("upgrade").status == 0
    file = shop.folder / "migrations" / "versions" / "r2_made.py"
    file.write_text(file.read_text() + "\n# edited\n")
    assert found(shop, "edited") == ["Revision r2 was edited after it was applied here."]
    file.unlink()
    assert found(shop, "foreign") == ["Revision r2 is applied here and belongs to another branch."]
