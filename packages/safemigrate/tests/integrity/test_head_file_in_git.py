"""Two branches that each add a revision: git merges the revisions, and asks about the head file."""

from tests.doctor.clinic import copied
from tests.drill.conftest import both  # noqa: F401 (a fixture)
from tiers import full

pytestmark = full


def branch_with(clinic, revision):
    assert clinic.git("checkout", "-q", "-b", revision, "start").returncode == 0
    assert clinic.db("revision", "-m", f"of {revision}", "--rev-id", revision).status == 0
    clinic.git("add", "migrations")
    assert clinic.git("commit", "-qm", revision).returncode == 0


def test_two_branches_conflict_in_the_head_file_and_nowhere_else(both, tmp_path):  # noqa: F811
    clinic = copied(both[0], tmp_path / "project")
    try:
        assert clinic.git("branch", "start").returncode == 0
        branch_with(clinic, "a3")
        branch_with(clinic, "b3")
        assert clinic.git("merge", "a3").returncode == 1
        assert clinic.git("diff", "--name-only", "--diff-filter=U").stdout == "migrations/HEAD\n"
        outcome = clinic.db("upgrade", "heads")
        assert (outcome.status, outcome.stdout) == (9, "")
        assert outcome.stderr == (
            "Error: migrations/HEAD has git conflict markers: a3 and b3 are both the newest "
            "revision. Make one follow the other (`flask db merge heads`, or edit down_revision of "
            "the one that no database has applied), then run `flask db doctor --fix` to write the "
            "file.\n"
        )
        b3 = next((clinic.folder / "migrations" / "versions").glob("b3*"))
        b3.write_text(b3.read_text().replace("down_revision = 'r2'", "down_revision = 'a3'"))
        clinic.db("doctor", "--fix")
        assert (clinic.folder / "migrations" / "HEAD").read_text() == "b3\n"
        assert clinic.db("upgrade").status == 0
        assert clinic.db("status").stdout.startswith("Database at   b3\n")
    finally:
        clinic.server.drop_database(clinic.database)
