"""New revisions are numbered where alembic.ini says so; two with one number stop, and are named."""

import json

import pytest

SEQUENTIAL = "revision_ids = sequential"

# fmt: off
IDS = [
    # revisions there          what is typed             the id that it gets  because
    ([],                       "revision -m new",        "0001",              "the first"),
    (["0001", "0002"],         "revision -m new",        "0003",              "the next"),
    (["0001", "0007"],         "revision -m new",        "0008",              "a number that was skipped is not used again"),
    (["09", "10"],             "revision -m new",        "11",                "as many digits as the project writes"),
    (["9998", "9999"],         "revision -m new",        "10000",             "and one more where they do not suffice"),
    (["3f1a9c2b7d40", "5b7e"], "revision -m new",        "0003",              "after random ids, the count goes on"),
    (["0001", "123456789012"], "revision -m new",        "0002",              "a random id of digits alone is no number"),
    (["0001"],                 "revision -m new --rev-id r9", "r9",           "an id that is given"),
    (["0001"],                 "migrate -m new",         "0002",              "from the models"),
]
# fmt: on


@pytest.fixture
def shop(new_shop):
    shop = new_shop("numbered")
    ask_for(shop, SEQUENTIAL)
    return shop


def ask_for(shop, setting):
    ini = shop.folder / "migrations" / "alembic.ini"
    ini.write_text(ini.read_text().replace("[alembic]\n", f"[alembic]\n{setting}\n"))


def write(shop, ids):
    for number, revision in enumerate(ids):
        shop.revision(revision, ids[number - 1] if number else None)


@pytest.mark.parametrize("ids, words, revision, because", IDS)
def test_id(shop, ids, words, revision, because):
    write(shop, ids)
    if words.startswith("migrate"):
        assert shop.db("upgrade").status == 0
    outcome = shop.db(*words.split(), "--json")
    [file] = json.loads(outcome.stdout)["files"]
    assert file["revision"] == revision, because
    assert file["path"] == f"migrations/versions/{revision}_new.py"
    assert file["down_revisions"] == ids[-1:]


def test_a_merge_has_the_next_number(shop):
    write(shop, ["0001", "0002"])
    shop.revision("0003", "0001")
    [file] = json.loads(shop.db("merge", "heads", "-m", "both", "--json").stdout)["files"]
    assert (file["revision"], file["down_revisions"]) == ("0004", ["0002", "0003"])


def test_revisions_that_are_written_together_are_counted_on(shop):
    app = shop.folder / "app.py"
    assert shop.db("migrate", "-m", "first").status == 0
    assert shop.db("upgrade").status == 0
    text = app.read_text()
    app.write_text(
        text.replace("db.Column(db.String(50))", "db.Column(db.Text, index=True, nullable=False)")
    )
    written = json.loads(shop.db("migrate", "-m", "more", "--json").stdout)["files"]
    follows = {file["revision"]: file["down_revisions"] for file in written}
    assert len(follows) > 1
    assert follows == {
        f"{number:04}": [f"{number - 1:04}"] for number in range(2, 2 + len(written))
    }


def test_they_are_random_where_nothing_is_said(new_shop):
    outcome = new_shop("random").db("revision", "-m", "new", "--json")
    [file] = json.loads(outcome.stdout)["files"]
    assert len(file["revision"]) == 12


def test_a_setting_that_is_not_known(new_shop):
    shop = new_shop("unknown")
    ask_for(shop, "revision_ids = counted")
    outcome = shop.db("revision", "-m", "new")
    assert (outcome.status, outcome.stderr) == (
        1,
        "Error: migrations/alembic.ini: revision_ids is 'counted'. Set it to random (twelve "
        "letters and digits; the default) or sequential (0001, 0002, …).\n",
    )


# fmt: off
STOPPED = [
    # what is typed         because
    ("upgrade",             "Alembic would run one of the two"),
    ("revision -m third",   "the third would follow one of the two"),
    ("merge heads",         "one of the two is not seen"),
    ("merge --auto",        "and is not tried"),
    ("test",                "nor tested"),
]
# fmt: on


@pytest.mark.parametrize("words, because", STOPPED)
def test_two_branches_that_took_one_number(shop, words, because):
    write(shop, ["0001", "0002"])
    other = shop.folder / "migrations" / "versions" / "0002_of_another.py"
    [first] = other.parent.glob("0002_*")
    other.write_text(first.read_text())
    outcome = shop.db(*words.split())
    assert outcome.status == 9, (because, outcome)
    assert outcome.stderr.endswith(
        "Error: Two revisions have the id 0002: migrations/versions/0002_made.py and "
        "migrations/versions/0002_of_another.py, usually because two branches each added one. "
        "Alembic would run only one of them, so nothing was done. Run `flask db rebase "
        "migrations/versions/0002_of_another.py`, with the file that nobody else has yet: it puts "
        "that revision after the other, with a new id.\n"
    )
    assert sorted(path.name for path in other.parent.glob("*.py")) == [
        "0001_made.py", "0002_made.py", "0002_of_another.py",
    ]  # fmt: skip
    assert shop.rows("SELECT to_regclass('alembic_version') IS NULL") == [(True,)]
