"""Every user error ends with a clear message and changes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from safemigrate.project.sentences.file_sentences import sentence
from tests.observed import alike, catalogue
from tests.project import OURS, write_revision


@dataclass
class Scene:
    """A project about to be used wrongly."""

    folder: Path
    url: str

    @property
    def versions(self) -> Path:
        return self.folder / "migrations" / "versions"

    def sql(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


Mistake = Callable[[Scene], None]


def nothing(scene: Scene) -> None: ...


def no_folder(scene: Scene) -> None:
    (scene.folder / "migrations").rename(scene.folder / "old")


def no_ini(scene: Scene) -> None:
    (scene.folder / "migrations" / "alembic.ini").unlink()


def file_in_the_way(scene: Scene) -> None:
    (scene.folder / "other").write_text("")


def not_python(scene: Scene) -> None:
    (scene.versions / "r2_made.py").write_text('revision = "r2"\ndef upgrade(:\n')


def unknown_name(scene: Scene) -> None:
    (scene.versions / "r2_made.py").write_text('revision = "r2"\ndown_revision = r1\n')


def broken_chain(scene: Scene) -> None:
    write_revision(scene.folder, "r2", "gone")


def broken_dependency(scene: Scene) -> None:
    file = write_revision(scene.folder, "r2", "r1")
    file.write_text(file.read_text().replace("depends_on = None", "depends_on = 'gone'"))


def cycle(scene: Scene) -> None:
    write_revision(scene.folder, "r1", "r2")
    write_revision(scene.folder, "r2", "r1")


def same_id(scene: Scene) -> None:
    copy = scene.versions / "r1_copied.py"
    copy.write_text((scene.versions / "r1_made.py").read_text())


def other_branch(scene: Scene) -> None:
    (scene.versions / "r1_made.py").unlink()
    write_revision(scene.folder, "r2")


def two_heads(scene: Scene) -> None:
    write_revision(scene.folder, "r3", "r1")


def upgrade(statement: str) -> Mistake:
    def scene_with(scene: Scene) -> None:
        write_revision(scene.folder, "r2", "r1", upgrade=statement)

    return scene_with


def address(old: str, new: str) -> Mistake:
    def scene_with(scene: Scene) -> None:
        scene.url = re.sub(old, new, scene.url)

    return scene_with


def rows(scene: Scene) -> None:
    scene.sql("INSERT INTO person (name) VALUES ('Ann')")
    upgrade('op.add_column("person", sa.Column("born", sa.Date(), nullable=False))')(scene)


def twins(scene: Scene) -> None:
    scene.sql("INSERT INTO person (name) VALUES ('Ann'), ('Ann')")
    upgrade('op.create_index("ux", "person", ["name"], unique=True)')(scene)


def read_only(scene: Scene) -> None:
    scene.url += "?options=-c%20default_transaction_read_only%3Don"


def stranger(scene: Scene) -> None:
    scene.sql(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stranger') THEN "
        "CREATE ROLE stranger LOGIN PASSWORD 'secret'; END IF; END $$"
    )
    address("postgres:[^@]*@", "stranger:secret@")(scene)


IN_A_BLOCK = """with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix ON person (name)")
    op.execute("SELECT 1 FROM nowhere")"""
AFTER_A_SAFE_OPERATION = """op.add_check_safely("positive", "person", "id > 0")
    op.execute("SELECT 1 FROM nowhere")"""

CORRECT = "Correct SQLALCHEMY_DATABASE_URI in the application's configuration."
OR_CORRECT = "or correct SQLALCHEMY_DATABASE_URI in the application's configuration."

# fmt: off
CASES = [
    # what is wrong, command, message
    (no_folder, "current",
     "Path doesn't exist: migrations. `flask db init` creates a migration folder; if this project "
     "has one, go to the project's directory or name the folder with -d."),
    (nothing, "init",
     "Directory migrations already exists and is not empty. Nothing was changed. If it holds this "
     'project\'s migrations, continue with `flask db migrate -m "description of changes"`; '
     "otherwise name another folder with -d."),
    (file_in_the_way, "init -d other",
     "other: Not a directory. Give this account read and write access, or name another folder "
     "with -d."),
    (nothing, "init -d other -t none",
     "No such template none. `flask db list-templates` lists them."),
    (not_python, "upgrade",
     "migrations/versions/r2_made.py, line 2, is not Python (invalid syntax): def upgrade(:\n"
     "Nothing was run. Correct the line and run the command again."),
    (unknown_name, "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 2) stopped with NameError: name 'r1' is "
     "not defined. Correct the file and run the command again."),
    (upgrade("1 / 0"), "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped with ZeroDivisionError: "
     "division by zero. PostgreSQL rolled this revision back: it changed nothing. Correct the "
     "file and run the command again."),
    (broken_chain, "upgrade",
     "Revision gone is not present, but migrations/versions/r2_made.py follows or depends on it. "
     "Nothing was run. Restore its file, or correct down_revision and depends_on in "
     "migrations/versions/r2_made.py."),
    (broken_dependency, "heads",
     "Revision gone is not present, but migrations/versions/r2_made.py follows or depends on it. "
     "Nothing was run. Restore its file, or correct down_revision and depends_on in "
     "migrations/versions/r2_made.py."),
    (cycle, "heads",
     "Cycle is detected in revisions (r1, r2): they follow each other. Correct down_revision and "
     "depends_on in their files so that one comes first."),
    (other_branch, "upgrade",
     "Can't locate revision identified by 'r1': the database is at this revision, but no file in "
     "migrations/versions has it. Restore the file (it may be on another branch of your code), or "
     "revert the revision with the file stored in the database: `flask db switch`. If you know "
     "that the tables match another revision, record that one with `flask db stamp --purge "
     "REVISION`."),
    (nothing, "upgrade r9",
     "Can't locate revision identified by 'r9': no file in migrations/versions has this id. "
     "`flask db history` lists them."),
    (two_heads, "upgrade",
     "Multiple head revisions are present for given argument 'head'. Two revisions follow the "
     "same one, usually because two people each added one: `flask db heads` lists them "
     'and `flask db merge heads -m "Merge multiple migration heads"` joins them.'),
    (two_heads, "revision -m x",
     "Multiple heads are present: specify the head revision on which the new revision should be "
     "based, or perform a merge. Two revisions follow the same one, usually because two people "
     "each added one: `flask db heads` lists them and "
     '`flask db merge heads -m "Merge multiple migration heads"` joins them.'),
    (nothing, "migrate -m x",
     "Target database is not up to date: revisions are pending. Run "
     "`flask db upgrade` first, then this command again."),
    (nothing, "current --check-heads",
     "Database is not on all head revisions: `flask db upgrade` applies what is missing."),
    (nothing, "downgrade -- -9",
     "Relative revision -9 didn't produce 9 migrations: the database does not have that many "
     "revisions. Nothing was changed. `flask db current` shows where it is."),
    (nothing, "upgrade +9",
     "Relative revision +9 didn't produce 9 migrations: fewer revisions are pending. Nothing was "
     "changed. `flask db history` lists them."),
    (nothing, "plan -o none/plan.json",
     "none/plan.json: No such file or directory. Create its folder, or use another file."),
    (address(r":\d+/", ":1/"), "current",
     "No database answers at SERVER (database DATABASE, user postgres). Start it, " + OR_CORRECT),
    (address(r":\d+/", ":1/"), "backup",
     "No database answers at SERVER (database DATABASE, user postgres). Start it, " + OR_CORRECT),
    (address(r":\d+/", ":1/"), "plan",
     "No database answers at SERVER (database DATABASE, user postgres). Start it, " + OR_CORRECT),
    (address(r":\d+/", ":1/"), "drift",
     "No database answers at SERVER (database DATABASE, user postgres). Start it, " + OR_CORRECT),
    (address(r":\d+/", ":1/"), "test",
     "No database answers at SERVER (database DATABASE, user postgres). Start it, " + OR_CORRECT),
    (address("127.0.0.1", "no.such.host.example"), "current",
     "No database answers at no.such.host.example:PORT (database DATABASE, user postgres). "
     "Start it, " + OR_CORRECT),
    (address("postgres:[^@]*@", "postgres:wrong@"), "current",
     "The server at SERVER refused the password of user postgres. " + CORRECT),
    (address("copy_.*", "missing"), "current",
     "The server at SERVER has no database missing. Create it (createdb missing), " + OR_CORRECT),
    (stranger, "upgrade",
     "The command stopped at: SELECT alembic_version.version_num\n"
     "The database said: permission denied for table alembic_version\n"
     "Run the command as the owner, or have the owner GRANT the privilege."),
    (read_only, "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: "
     "ALTER TABLE person ADD COLUMN born DATE\n"
     "The database said: cannot execute ALTER TABLE in a read-only transaction\n"
     "PostgreSQL rolled this revision back: it changed nothing. The server is read-only (such as a "
     "standby): use the primary's address."),
    (rows, "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: "
     "ALTER TABLE person ADD COLUMN born DATE NOT NULL\n"
     'The database said: column "born" of relation "person" contains null values\n'
     "PostgreSQL rolled this revision back: it changed nothing. Give those rows a value first, or "
     "the column a server_default."),
    (upgrade('op.execute("SELECT\\n lowr(name) FROM person")'), "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: SELECT\n"
     "The database said: function lowr(character varying) does not exist\n"
     "Hint: No function matches the given name and argument types. You might need to add explicit "
     "type casts.\n"
     "PostgreSQL rolled this revision back: it changed nothing. Correct it and run the command "
     "again."),
    (twins, "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: "
     "CREATE UNIQUE INDEX ux ON person (name)\n"
     'The database said: could not create unique index "ux"\n'
     "Detail: Key (name)=(Ann) is duplicated.\n"
     "PostgreSQL rolled this revision back: it changed nothing. Remove the duplicate rows first."),
    (upgrade('op.create_table("person")'), "upgrade",
     "Revision r2 (migrations/versions/r2_made.py, line 13) stopped at: CREATE TABLE person (\n"
     'The database said: relation "person" already exists\n'
     "PostgreSQL rolled this revision back: it changed nothing. Something outside the migrations "
     "(such as create_all) created it: drop it, or stamp."),
]
# fmt: on


def fail(start, stage: str, mistake: Mistake, command: str, *, own_env: bool) -> tuple[str, str]:
    folder, urls = start.copy(stage, OURS, own_env=own_env)
    scene = Scene(folder, urls["DATABASE_URL"])
    before = catalogue(urls["DATABASE_URL"])
    mistake(scene)
    outcome = start.commands.run(
        "flask", "db", *command.split(), directory=folder, **urls | {"DATABASE_URL": scene.url}
    )
    assert outcome.status == 1
    assert "Traceback" not in outcome.stderr
    changed = "changed" if catalogue(urls["DATABASE_URL"]) != before else "unchanged"
    text = re.sub(r"example:\d+", "example:PORT", alike(outcome.stderr, folder))
    return text, changed


@pytest.mark.parametrize("own_env", [False, True], ids=["old env.py", "three lines"])
@pytest.mark.parametrize("mistake, command, message", CASES)
def test_each_mistake_has_its_sentence(start, mistake, command, message, own_env):
    stderr, changed = fail(start, "behind", mistake, command, own_env=own_env)
    assert stderr.partition("Error: ")[2] == message + "\n"
    assert changed == "unchanged"


@pytest.mark.parametrize("statements, line", [(IN_A_BLOCK, 15), (AFTER_A_SAFE_OPERATION, 14)])
def test_what_was_committed_is_not_said_to_be_rolled_back(start, statements, line):
    stderr, changed = fail(start, "applied", upgrade(statements), "upgrade", own_env=True)
    assert stderr.partition("Error: ")[2] == (
        f"Revision r2 (migrations/versions/r2_made.py, line {line}) stopped at: "
        "SELECT 1 FROM nowhere\n"
        'The database said: relation "nowhere" does not exist\n'
        "The revision commits step by step: its earlier steps are recorded, and the next upgrade "
        "continues here. Correct it and run the command again.\n"
    )
    assert changed == "changed"


def test_two_files_with_one_id_are_named_and_the_status_is_stocks(start):
    folder, urls = start.copy("applied", OURS, own_env=True)
    same_id(Scene(folder, urls["DATABASE_URL"]))
    outcome = start.commands.run("flask", "db", "history", directory=folder, **urls)
    assert outcome.status == 0
    assert outcome.stderr == (
        "Warning: Revision r1 is present more than once (migrations/versions/r1_copied.py, "
        "migrations/versions/r1_made.py), and Alembic runs only one of these files. Give each its "
        "own revision id.\n"
    )


def test_earlier_revisions_stay_when_a_later_one_fails(start):
    folder, urls = start.copy("behind", OURS, own_env=True)
    write_revision(folder, "r4", "r2", upgrade="1 / 0")
    outcome = start.commands.run("flask", "db", "upgrade", directory=folder, **urls)
    assert outcome.status == 1
    assert "at r2" in catalogue(urls["DATABASE_URL"])


def test_a_folder_that_may_not_be_written():
    error = PermissionError(13, "Permission denied", "/srv/shop/migrations/versions")
    assert sentence(error) == (
        "/srv/shop/migrations/versions: Permission denied. Give this account read and write "
        "access, or name another folder with -d."
    )
