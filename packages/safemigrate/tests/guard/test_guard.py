"""A stamped database refuses what is not meant for it, names the override, and records it."""

import json
import re
import subprocess

import pytest

from tests.execute.shop import CREATE_PERSON


def git(folder, *words):
    who = ["-c", "user.name=ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clean(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    (shop.folder / ".gitignore").write_text("__pycache__\n")
    git(shop.folder, "init")
    git(shop.folder, "add", ".")
    git(shop.folder, "commit", "-m", "first")
    return shop


# fmt: off
MEANT = [
    ("production",  "production",  0, "what is meant for it runs"),
    ("production",  "development", 7, "development's does not run in production"),
    ("production",  "staging",     7, "nor does staging's"),
    ("production",  "",            7, "nor does what nobody said where it goes"),
    ("staging",     "production",  7, "production's does not run in staging"),
    ("staging",     "staging",     0, "what is meant for it runs"),
    ("development", "production",  7, "production's does not run in development"),
    ("development", "",            0, "development asks nothing"),
]
# fmt: on


@pytest.mark.parametrize("stamped, meant, status, because", MEANT)
def test_a_command_runs_where_it_is_meant_to(clean, stamped, meant, status, because):
    assert clean.db("guard", "set", stamped).status == 0
    outcome = clean.db("upgrade", "--backup", "never", SAFEMIGRATE_ENV=meant)
    assert outcome.status == status, because
    tables = clean.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'person'")
    assert tables == [(int(status == 0),)], because


def test_the_stamp_is_shown(clean):
    assert json.loads(clean.db("guard", "show", "--json").stdout)["environment"] is None
    clean.db("guard", "set", "staging", "--migrator", "deployer")
    shown = json.loads(clean.db("guard", "show", "--json").stdout)
    assert (shown["environment"], shown["migrator"]) == ("staging", "deployer")


SPOIL_MAJOR = "UPDATE _migrate.meta SET value = '11' WHERE name = 'environment_major'"
SPOIL_ROLE = "UPDATE _migrate.meta SET value = 'deployer' WHERE name = 'environment_migrator'"
# fmt: off
UNUSUAL = [
    ("git",   None,        "Not committed in the git working tree: ", "the tree is not what was reviewed"),
    ("major", SPOIL_MAJOR, "the stamp says 11",      "another server than the one that was stamped"),
    ("role",  SPOIL_ROLE,  "the stamp names deployer as the migrator", "another role's tables would be another's"),
]
# fmt: on


@pytest.mark.parametrize("name, spoil, message, because", UNUSUAL)
def test_what_is_unusual_is_refused_and_the_override_recorded(clean, name, spoil, message, because):
    clean.db("guard", "set", "production")
    if spoil:
        clean.rows(spoil)
    else:
        (clean.folder / "new.py").write_text("")
    refused = clean.db("upgrade", SAFEMIGRATE_ENV="production")
    assert refused.status == 7, because
    assert message in refused.stderr
    assert f"--override {name}" in refused.stderr
    done = clean.db(
        "upgrade", "--backup", "never", "--override", name, SAFEMIGRATE_ENV="production"
    )
    assert done.status == 0, done.stderr
    [run] = json.loads(clean.db("history", "--audit", "--json").stdout)
    assert run["environment"] == f"production (overridden: {name})"


def test_a_protected_database_is_backed_up_before_its_revisions_and_only_then(clean):
    home = {"SAFEMIGRATE_ENV": "production", "SAFEMIGRATE_BACKUPS": str(clean.folder.parent / "b")}
    clean.db("guard", "set", "production")
    older = clean.db("backup", "--no-verify", "--keep", "1", "--keep-days", "0", **home)
    assert older.status == 0, older.stderr
    first = clean.db("upgrade", **home)
    assert first.status == 0, first.stderr
    assert "Proven: restored" in first.stderr
    assert re.search(r"has 2 backups, [\d.]+ kB\. An upgrade removes none", first.stderr)
    assert "Proven" not in clean.db("upgrade", **home).stderr
    backups = json.loads(clean.db("backups", "--json", **home).stdout)["backups"]
    assert [backup["proven"] for backup in backups] == [True, False], "its setting is one backup"


def test_a_fresh_backup_is_used_and_the_space_of_all_is_reported(clean):
    home = {"SAFEMIGRATE_ENV": "production", "SAFEMIGRATE_BACKUPS": str(clean.folder.parent / "b")}
    clean.db("guard", "set", "production")
    fresh = json.loads(clean.db("backup", "--json", **home).stdout)["id"]
    upgraded = clean.db("upgrade", **home)
    assert f"Backup {fresh} is proven and less than an hour old" in upgraded.stderr
    assert re.search(r"has 1 backup, [\d.]+ kB\. An upgrade removes none", upgraded.stderr)


def test_a_failed_backup_command_stops_the_upgrade(clean):
    words = ("upgrade", "--backup", "always", "--backup-command", "echo no room >&2; exit 3")
    outcome = clean.db(*words)
    assert (outcome.status, "no room. No revision was run." in outcome.stderr) == (1, True)
    assert clean.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'person'") == [(0,)]


def test_a_restore_point_is_set_instead_of_a_backup(clean):
    assert clean.db("guard", "set", "production").status == 0
    told = clean.db("upgrade", "--restore-point", "before_r1", SAFEMIGRATE_ENV="production")
    assert told.status == 0, told.stderr
    assert re.search(r"Restore point before_r1 was created at [0-9A-F]+/[0-9A-F]+\.", told.stderr)
    assert not (clean.folder / "backups").exists()


def test_a_protected_stamp_is_changed_by_its_name(clean):
    assert clean.db("guard", "set", "production").status == 0
    assert clean.db("guard", "set", "production").status == 0, "what it is already needs no name"
    refused = clean.db("guard", "set", "development")
    assert (refused.status, "was not confirmed" in refused.stderr) == (7, True)
    assert json.loads(clean.db("guard", "show", "--json").stdout)["environment"] == "production"
    name = clean.url.rpartition("/")[2]
    assert clean.db("guard", "set", "development", "--yes", name).status == 0


def test_a_stamp_of_a_revision_is_refused_and_overridden_as_an_upgrade_is(clean):
    assert clean.db("guard", "set", "production").status == 0
    refused = clean.db("stamp", "r1")
    assert (refused.status, "--override environment" in refused.stderr) == (7, True)
    assert clean.db("stamp", "r1", "--override", "environment").status == 0
    audit = clean.db("history", "--audit").stdout
    assert "overridden: environment" in audit


def test_a_git_that_does_not_answer_is_no_clean_tree(clean, tmp_path):
    assert clean.db("guard", "set", "production").status == 0
    (clean.folder / ".git" / "config").write_text("[core\n")
    refused = clean.db("upgrade", "--backup", "never", SAFEMIGRATE_ENV="production")
    assert refused.status == 7
    assert "git cannot tell whether everything is committed (" in refused.stderr
