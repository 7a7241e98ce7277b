"""Backups on a real server: made, proven, restored, and every way in which that can go wrong."""

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from safemigrate.backup.retention import RetentionUnreadable, retention
from safemigrate.postgres.address import Address
from safemigrate.postgres.passfile import environment
from safemigrate.postgres.passfile import words as address_words
from tests.execute.shop import CREATE_PERSON, ROOT, make_shop, until

ROWS = "SELECT count(*), sum(hashtextextended(p::text, 0)) FROM person p"


@pytest.fixture
def shop(tmp_path, database, commands):
    shop = make_shop(tmp_path / "shop", database, commands)
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    # PostgreSQL writes this CHECK with other casts once it is restored.
    shop.rows("ALTER TABLE person ADD CHECK (name IN ('x') OR name LIKE 'name%')")
    yield shop
    shop.end()


def make_backup(shop, *words):
    outcome = shop.db("backup", "--json", *words)
    assert outcome.status == 0, outcome.stderr
    return json.loads(outcome.stdout)


def listed(shop):
    return json.loads(shop.db("backups", "--json").stdout)["backups"]


def dropped(shop, name):
    with psycopg.connect(shop.url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}"')  # 12 knows no FORCE


def other(shop, name):
    return Address.of(shop.url).database(name).connect()


def data_file(shop, backup):
    folder = shop.folder / "backups" / backup / "dump"
    return max(folder.glob("*.dat*"), key=lambda file: file.stat().st_size)


def test_a_backup_is_proven_listed_and_restored_equal(shop):
    backup = make_backup(shop)
    assert backup["result"] == "proven"
    [row] = listed(shop)
    assert (row["id"], row["revisions"], row["proven"]) == (backup["id"], ["r1"], True)
    before = shop.rows(ROWS)
    outcome = shop.db("restore", backup["id"], "--json")
    assert outcome.status == 0, outcome.stderr
    name = json.loads(outcome.stdout)["database"]
    with other(shop, name) as connection:
        assert connection.execute(ROWS).fetchall() == before
    again = shop.db("restore", backup["id"])
    assert again.status == 1
    assert "; it was not changed" in again.stderr
    dropped(shop, name)


def test_one_table_alone(shop):
    shop.rows("CREATE TABLE besides (id int)")
    backup = make_backup(shop, "--no-verify")
    assert backup["result"] == "made"
    wrong = shop.db("restore", backup["id"], "--table", "persons")
    assert wrong.status == 1
    assert "has no table persons" in wrong.stderr
    outcome = shop.db("restore", backup["id"], "--table", "person", "--json")
    name = json.loads(outcome.stdout)["database"]
    with other(shop, name) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchall() == [(500,)]
        assert connection.execute("SELECT to_regclass('besides')").fetchall() == [(None,)]
    dropped(shop, name)


def truncate(file):
    os.truncate(file, file.stat().st_size - 10)


def flip(file):
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


# fmt: off
DAMAGES = [
    (truncate, "bytes instead of", "a truncated file"),
    (flip, "the right size but different bytes", "a flipped bit"),
    (Path.unlink, "is missing", "a file that is gone"),
]
# fmt: on


@pytest.mark.parametrize("damage, message, because", DAMAGES)
def test_a_damaged_backup_is_refused(shop, damage, message, because):
    backup = make_backup(shop)
    damage(data_file(shop, backup["id"]))
    for words in (
        ("verify",),
        ("restore",),
        ("restore", "--in-place", "--yes", backup["database"]),
    ):
        outcome = shop.db(*words, backup["id"])
        assert (outcome.status, message in outcome.stderr) == (9, True), because
    assert shop.rows("SELECT count(*) FROM person") == [(500,)]


def test_a_manifest_of_another_version_or_edited_is_refused(shop):
    backup = make_backup(shop, "--no-verify")
    file = shop.folder / "backups" / backup["id"] / "manifest.json"
    text = file.read_text()
    file.write_text(text.replace('"rows": 500', '"rows": 499'))
    assert "manifest.json was changed" in shop.db("verify", backup["id"]).stderr
    file.write_text(text.replace('"format": 1', '"format": 2'))
    outcome = shop.db("verify", backup["id"])
    assert outcome.status == 9
    assert "has format 2" in outcome.stderr
    assert "has format 2" in listed(shop)[0]["fault"]


def test_a_wrong_name_is_refused_and_says_what_there_is(shop):
    backup = make_backup(shop, "--no-verify")
    outcome = shop.db("restore", "nothing")
    assert outcome.status == 1
    assert backup["id"] in outcome.stderr


def test_programs_older_than_the_server_are_refused(shop, tmp_path):
    for name in ("pg_dump", "pg_restore"):
        script = tmp_path / name
        script.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 11.4'\n")
        script.chmod(0o755)
    outcome = shop.db("backup", "--keep", "1", "--keep-days", "0", SAFEMIGRATE_PG_BIN=str(tmp_path))
    assert outcome.status == 1
    assert "found: 11.4 in" in outcome.stderr
    assert not (shop.folder / "backups" / "retention.json").exists(), "it would remove backups"
    assert listed(shop) == []


def test_in_place_asks_for_the_name_refuses_sessions_and_keeps_what_was(shop):
    backup = make_backup(shop)
    shop.rows("DELETE FROM person WHERE id > 100")
    refused = shop.db("restore", backup["id"], "--in-place", "--yes", "another")
    assert refused.status == 7
    name = backup["database"]
    with psycopg.connect(shop.url, autocommit=True) as session:
        busy = shop.db("restore", backup["id"], "--in-place", "--yes", name)
        assert busy.status == 1
        assert "is in use by 1 session (" in busy.stderr
        assert session.execute("SELECT count(*) FROM person").fetchone() == (100,)
        words = ("restore", backup["id"], "--in-place", "--yes", name, "--end-sessions")
        outcome = shop.db(*words)
        assert outcome.status == 0, outcome.stderr
    assert shop.rows("SELECT count(*) FROM person") == [(500,)]
    old = outcome.stdout.split("kept as ")[1].strip().rstrip(".")
    with other(shop, old) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (100,)
    dropped(shop, old)


def test_a_full_disk_leaves_no_backup(shop):
    shop.rows(
        "INSERT INTO person SELECT n, 'name' || md5(n::text) FROM generate_series(501, 90000) n"
    )
    limited = subprocess.run(
        [sys.executable, "-m", "flask", "db", "backup"],
        cwd=shop.folder,
        env=os.environ | {"DATABASE_URL": shop.url, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert limited.returncode == 1
    assert "File too large" in limited.stderr
    assert "Traceback" not in limited.stderr
    assert list((shop.folder / "backups").iterdir()) == []


def test_a_killed_backup_is_never_listed_and_is_cleared(shop):
    home = shop.folder / "backups"
    with psycopg.connect(shop.url) as blocker:
        blocker.execute("SELECT pg_advisory_xact_lock(1)")
        shop.rows("CREATE VIEW v AS SELECT 1")
        blocker.execute("LOCK TABLE person")  # the backup waits here
        process = shop.begin("backup")
        until(lambda: list(home.glob(".making-*")), "an unfinished backup")
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert listed(shop) == []
    until(lambda: make_backup(shop, "--no-verify") and not list(home.glob(".making-*")), "cleared")


def test_retention_keeps_the_last_proven_one(shop):
    proven = make_backup(shop, "--keep-days", "0")["id"]
    second = make_backup(shop, "--no-verify", "--keep", "1")
    third = make_backup(shop, "--no-verify")
    assert second["removed"] == []
    assert third["removed"] == [second["id"]], "the setting is stored, and not typed again"
    assert [row["id"] for row in listed(shop)] == [third["id"], proven]


def test_retention_is_set_by_backup_alone_and_a_longer_one_holds(shop):
    first = make_backup(shop, "--no-verify", "--keep", "1", "--keep-days", "365")["id"]
    second = make_backup(shop, "--no-verify")
    assert second["removed"] == [], "365 days are not over"
    assert [row["id"] for row in listed(shop)] == [second["id"], first]


# fmt: off
SPOILT = [
    # what the file says                   why it cannot be read
    ("seven copies",                       "Expecting value"),
    ('{"keep": 7}',                        "keep_days"),
    ('{"keep": 0, "keep_days": 30}',       "it keeps 0 for 30 days"),
    ("null",                               "NoneType"),
]
# fmt: on


@pytest.mark.parametrize("text, reason", SPOILT)
def test_a_spoilt_retention_stops_before_anything_is_removed(tmp_path, text, reason):
    (tmp_path / "retention.json").write_text(text)
    with pytest.raises(RetentionUnreadable, match=reason) as stopped:
        retention(tmp_path, keep=3)
    assert "no backup was made and none was removed" in str(stopped.value)
    assert (tmp_path / "retention.json").read_text() == text


def test_a_password_is_only_in_a_file_that_nobody_else_reads():
    address = Address.of("postgresql://ann:se:cr\\et@localhost/shop")
    with (
        environment(address) as passed,
        subprocess.Popen(["sleep", "60"], env=passed) as process,
    ):
        seen = Path(f"/proc/{process.pid}/environ").read_bytes()
        file = Path(passed["PGPASSFILE"])
        mode, text = stat.S_IMODE(file.stat().st_mode), file.read_text()
        process.kill()
    assert b"se:cr" not in seen
    assert (mode, text) == (0o600, "*:*:*:*:se\\:cr\\\\et\n")
    assert not file.exists()
    assert "se:cr" not in address_words(address)
