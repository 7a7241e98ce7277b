"""`db rebase` puts a revision that nobody else has after another; a published or applied one stays."""

import json
import subprocess

import pytest


@pytest.fixture
def shop(new_shop):
    """A shop that git keeps, whose main has r1 and r2, and a branch with r3 after r1."""
    shop = new_shop("rebased")
    shop.revision("r1")
    shop.revision("r2", "r1")
    git(shop, "init", "-q", "-b", "main")
    commit(shop, "main")
    git(shop, "checkout", "-q", "-b", "work")
    shop.revision("r3", "r1")
    return shop


def git(shop, *words):
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *name, *words], cwd=shop.folder, check=True, capture_output=True)


def commit(shop, message):
    git(shop, "add", "migrations")
    git(shop, "commit", "-qm", message)


def versions(shop):
    return shop.folder / "migrations" / "versions"


def chain(shop):
    """Return what follows what, as `db history` reads the files."""
    revisions = json.loads(shop.db("history", "--json").stdout)["revisions"]
    return {entry["revision"]: entry["down_revisions"] for entry in revisions}


def numbered(shop):
    ini = shop.folder / "migrations" / "alembic.ini"
    ini.write_text(ini.read_text().replace("[alembic]\n", "[alembic]\nrevision_ids = sequential\n"))


def test_one_that_is_on_a_branch(shop):
    shop.revision("r4", "r3")
    outcome = shop.db("rebase", "r3")
    assert (outcome.status, outcome.stdout) == (
        0,
        "r3 follows r2 (migrations/versions/r3_made.py).\n"
        "r4 follows r3 (migrations/versions/r4_made.py).\n",
    )
    assert chain(shop) == {"r1": [], "r2": ["r1"], "r3": ["r2"], "r4": ["r3"]}
    again = shop.db("rebase", "r3", "--json")
    assert json.loads(again.stdout) == {"result": "nothing to do", "moved": []}


def test_only_what_moves_is_changed_in_the_file(shop):
    file = versions(shop) / "r3_made.py"
    before = file.read_text()
    assert shop.db("rebase", "r3").status == 0
    after = before.replace("Revises: r1\n", "Revises: r2\n").replace("'r1'", "'r2'")
    assert file.read_text() == after != before


def test_what_alembics_template_writes(shop):
    assert (
        shop.db("revision", "-m", "née", "--rev-id", "r5", "--head", "r1", "--splice").status == 0
    )
    file = versions(shop) / "r5_née.py"
    before = file.read_text()
    assert "Revises: r1\n" in before
    (versions(shop) / "r3_made.py").unlink()
    assert shop.db("rebase", "r5").status == 0
    assert file.read_text() == before.replace("Revises: r1", "Revises: r2").replace("'r1'", "'r2'")


def test_two_branches_that_took_one_number(shop):
    """Main has 0001, 0002 and 0003; this branch has its own 0002 and 0003."""
    numbered(shop)
    for file in versions(shop).glob("*.py"):
        file.unlink()
    for revision, follows in (("0001", None), ("0002", "0001"), ("0003", "0002")):
        shop.revision(revision, follows)
    git(shop, "checkout", "-q", "main")
    commit(shop, "numbers")
    git(shop, "checkout", "-q", "-B", "work")
    for revision, follows, name in (("0002", "0001", "mine"), ("0003", "0002", "too")):
        [original] = versions(shop).glob(f"{revision}_made.py")
        text = original.read_text()
        original_text = text
        mine = shop.revision(revision, follows, upgrade='op.execute("SELECT 5")')
        (versions(shop) / f"{revision}_{name}.py").write_text(mine.read_text())
        original.write_text(original_text)
    assert shop.db("upgrade").status == 9
    outcome = shop.db("rebase", "migrations/versions/0002_mine.py")
    assert (outcome.status, outcome.stdout) == (
        0,
        "0002 is now 0004 and follows 0003 (migrations/versions/0004_mine.py).\n"
        "0003 is now 0005 and follows 0004 (migrations/versions/0005_too.py).\n",
    )
    assert sorted(file.name for file in versions(shop).glob("*.py")) == [
        "0001_made.py", "0002_made.py", "0003_made.py", "0004_mine.py", "0005_too.py",
    ]  # fmt: skip
    assert chain(shop) == {
        "0001": [], "0002": ["0001"], "0003": ["0002"], "0004": ["0003"], "0005": ["0004"],
    }  # fmt: skip
    assert "SELECT 5" in (versions(shop) / "0004_mine.py").read_text()
    assert shop.db("upgrade").status == 0
    assert shop.version() == ["0005"]


def test_a_number_that_is_taken_after_it(shop):
    numbered(shop)
    shop.revision("0007", "r2")
    shop.revision("0005", "r1")
    (versions(shop) / "r3_made.py").unlink()
    [moved] = json.loads(shop.db("rebase", "0005", "--json").stdout)["moved"]
    assert moved == {
        "was": "0005", "revision": "0008", "follows": "0007",
        "path": "migrations/versions/0008_made.py",
    }  # fmt: skip


# fmt: off
REFUSED = [
    # what is typed             what it says                                                                              because
    ("r2 --onto r3",            "r2 (migrations/versions/r2_made.py) is published at main, so other databases may",       "others have it"),
    ("r3 --onto r9",            "r3 was not moved: no revision other than it and its followers has the id r9.",             "no such target"),
    ("r3 --since nowhere",      "git does not know what is published at nowhere (",                                        "no such branch"),
    ("r9",                      "r9 is neither a revision file nor a revision's id.",                                        "no such revision"),
    ("r",                       "r matches more than one revision (migrations/versions/r1_made.py, ",                       "the beginning of several"),
    ("r1 --since main",         "r1 was not moved: there is no other revision.",                                           "all follow it"),
]
# fmt: on


@pytest.mark.parametrize("words, sentence, because", REFUSED)
def test_refused(shop, words, sentence, because):
    before = {file.name: file.read_text() for file in versions(shop).glob("*.py")}
    outcome = shop.db("rebase", *words.split())
    assert outcome.status == 1, (because, outcome)
    assert outcome.stderr.startswith(f"Error: {sentence}"), (because, outcome.stderr)
    assert {file.name: file.read_text() for file in versions(shop).glob("*.py")} == before


def test_one_that_the_database_has_had(shop):
    assert shop.db("upgrade", "r3").status == 0
    outcome = shop.db("rebase", "r3")
    assert outcome.status == 1
    assert "r3 (migrations/versions/r3_made.py) is applied to test_rebased_" in outcome.stderr
    assert chain(shop)["r3"] == ["r1"]
    assert shop.db("downgrade", "r1").status == 0
    assert shop.db("rebase", "r3").status == 0


def test_one_number_of_which_the_database_has_had_the_other(shop):
    copy = versions(shop) / "r2_mine.py"
    text = (versions(shop) / "r2_made.py").read_text()
    assert shop.db("upgrade", "r2").status == 0
    copy.write_text(f"{text}\n# mine\n")
    (versions(shop) / "r3_made.py").unlink()
    [moved] = json.loads(shop.db("rebase", str(copy), "--json").stdout)["moved"]
    assert (moved["was"], moved["follows"], len(moved["revision"])) == ("r2", "r2", 12)
    assert moved["path"] == f"migrations/versions/{moved['revision']}_mine.py"


def test_what_main_has_by_now_is_published_before_git_has_merged_it(shop):
    commit(shop, "work")
    git(shop, "checkout", "-q", "main")
    theirs = shop.revision("r4", "r2")
    commit(shop, "theirs")
    text = theirs.read_text()
    git(shop, "checkout", "-q", "work")
    theirs.write_text(text)  # as in a merge that is not committed yet
    outcome = shop.db("rebase", "r4", "--onto", "r3")
    assert "r4 (migrations/versions/r4_made.py) is published at main" in outcome.stderr
    assert shop.db("rebase", "r3").stdout == "r3 follows r4 (migrations/versions/r3_made.py).\n"


def test_a_merge_in_the_way_and_several_heads(shop):
    shop.revision("r4", "r1")
    outcome = shop.db("rebase", "r3")
    assert "r3 was not moved: there are 2 other heads (r2, r4)." in outcome.stderr
    assert shop.db("rebase", "r3", "--onto", "r4").status == 0
    assert chain(shop)["r3"] == ["r4"]
    assert shop.db("merge", "heads", "--rev-id", "r5", "-m", "both").status == 0
    outcome = shop.db("rebase", "r3", "--onto", "r2")
    assert "r5 (migrations/versions/r5_both.py) joins r2 and r3, but" in outcome.stderr


def test_without_git(new_shop):
    shop = new_shop("plain")
    shop.revision("r1")
    shop.revision("r2", "r1")
    shop.revision("r3", "r1")
    assert shop.db("rebase", "r3").status == 0
    assert chain(shop)["r3"] == ["r2"]


def test_the_head_file_is_rewritten(shop):
    (shop.folder / "migrations" / "HEAD").write_text("r2\nr3\n")
    assert shop.db("rebase", "r3").status == 0
    assert (shop.folder / "migrations" / "HEAD").read_text() == "r3\n"
