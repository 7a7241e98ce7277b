"""`db purge` drops what was set aside long enough ago; a protected database must be named."""

import json

import psycopg
import pytest

from tests.ops.test_soft_drop import TABLES, column_names


@pytest.fixture
def dropped(shop):
    """A shop whose column and table were set aside 20 and 3 days ago."""
    shop.rows(TABLES)
    shop.revision(
        "r1",
        upgrade='op.drop_column_softly("parcel", "Odd")',
        downgrade='op.restore_column("parcel", "Odd")',
    )
    shop.revision(
        "r2",
        "r1",
        upgrade='op.drop_table_softly("roll")',
        downgrade='op.restore_table("roll")',
    )
    assert shop.db("upgrade").status == 0
    shop.rows(
        "UPDATE _migrate.set_aside SET set_aside = now() - "
        "CASE revision WHEN 'r1' THEN interval '20 days' ELSE interval '3 days' END"
    )
    return shop


def present(shop):
    """Return whether the column and the table are kept."""
    return (
        "__dropped_r1_Odd" in column_names(shop, "parcel"),
        shop.rows("SELECT to_regclass('_migrate_trash_r2.roll') IS NOT NULL")[0][0],
    )


# fmt: off
PURGES = [
    # options, what is left of column and table, because
    ("",                       (False, True),  "two weeks"),
    ("--older-than 2w",        (False, True),  "two weeks, too"),
    ("--older-than 48h",       (False, False), "two days"),
    ("--older-than 3w",        (True, True),   "three weeks"),
    ("--older-than 0d --dry-run", (True, True), "only shown"),
]
# fmt: on


@pytest.mark.parametrize("options, left, because", PURGES)
def test_what_is_old_enough_goes(dropped, options, left, because):
    outcome = dropped.db("purge", *options.split(), "--json")
    assert (outcome.status, present(dropped)) == (0, left), (because, outcome)
    answer = json.loads(outcome.stdout)
    if "--dry-run" in options:
        assert [item["revision"] for item in answer["purged"]] == ["r1", "r2"]
        assert answer["dry_run"] is True
    else:
        assert len(answer["purged"]) == 2 - sum(left), because


def test_sentences(dropped):
    preview = dropped.db("purge", "--dry-run")
    assert "Would purge column parcel.Odd (set aside by r1 on " in preview.stdout
    purge = dropped.db("purge", "--older-than", "1d")
    assert "Purged table roll (set aside by r2 on " in purge.stderr
    assert purge.stdout == "Purged: 2.\n"
    assert dropped.rows("SELECT to_regnamespace('_migrate_trash_r2')") == [(None,)]
    assert dropped.db("purge").stdout == "Nothing was set aside that long ago.\n"
    wrong = dropped.db("purge", "--older-than", "soon")
    assert wrong.status == 2
    assert "'soon' is not a duration" in wrong.stderr


def test_what_was_purged_is_not_brought_back(dropped):
    assert dropped.db("purge", "--older-than", "0d").status == 0
    before = dropped.fingerprint()
    down = dropped.db("downgrade")
    assert down.status == 1, down
    assert "Table roll cannot be restored: what r2 set aside was purged on " in down.stderr
    assert "Traceback" not in down.stderr
    assert dropped.fingerprint() == before


def test_a_protected_database_is_named_first(dropped):
    assert dropped.db("guard", "set", "staging").status == 0
    [(name,)] = dropped.rows("SELECT current_database()")
    refused = dropped.db("purge", "--override", "git")
    assert (refused.status, present(dropped)) == (7, (True, True)), refused
    environment = {"SAFEMIGRATE_ENV": "staging"}
    unnamed = dropped.db("purge", "--override", "git", **environment)
    assert (unnamed.status, present(dropped)) == (7, (True, True)), unnamed
    assert name in unnamed.stderr
    done = dropped.db("purge", "--override", "git", "--yes", name, **environment)
    assert (done.status, present(dropped)) == (0, (False, True)), done


def test_what_a_view_uses_is_kept(dropped):
    dropped.rows("CREATE VIEW sees AS SELECT id, area FROM _migrate_trash_r2.roll")
    outcome = dropped.db("purge", "--older-than", "0d")
    assert (outcome.status, present(dropped)) == (1, (False, True)), outcome
    assert "The table roll (set aside by r2" in outcome.stderr
    assert "view sees depends on" in outcome.stderr
    assert dropped.rows("SELECT revision FROM _migrate.set_aside WHERE purged IS NULL") == [("r2",)]


def test_what_is_in_use_is_kept(dropped):
    with psycopg.connect(dropped.url) as reader:
        reader.execute("SELECT * FROM _migrate_trash_r2.roll")
        outcome = dropped.db("purge", "--older-than", "0d", SAFEMIGRATE_LOCK_TIMEOUT="10ms")
    assert (outcome.status, present(dropped)) == (1, (False, True)), outcome
    assert "lock timeout" in outcome.stderr
    assert dropped.db("purge", "--older-than", "0d").status == 0
    assert present(dropped) == (False, False)
