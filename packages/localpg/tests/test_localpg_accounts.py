"""PostgreSQL refuses to run as root, and works for root and for ordinary users all the same."""

import os
import pwd
import shutil
import stat
from pathlib import Path

import psycopg
import pytest
from local_processes import (
    ROOT,
    Program,
    end_supervisors,
    eventually,
    owners,
    postmaster_of,
    processes,
)

import localpg
from localpg import account
from tiers import longer

pytestmark = longer

only_root = pytest.mark.skipif(not ROOT, reason="about what happens when you are root")


def works(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


@pytest.fixture
def reachable(folder, monkeypatch):
    """The folder that replaces /var/lib, so that the tests write nothing there."""
    stand_in = folder / "lib"
    monkeypatch.setattr(account, "FALLBACKS", (stand_in,))
    return stand_in


@pytest.fixture
def closed_home(folder):
    home = folder / "home of root"
    home.mkdir(mode=0o700)
    return home


def test_an_ordinary_user_runs_everything_himself(folder, ordinary_user):
    home = Path(ordinary_user["env"]["HOME"])
    user = Program(home / ".local" / "share" / "levy", **ordinary_user)
    directory, url = user.answer()
    assert works(url)
    owner = directory.stat().st_uid
    assert owner == ordinary_user.get("user", os.geteuid())
    assert owners(directory) == {owner}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    user.process.kill()
    assert user.end() == "", "nothing to say to an ordinary user"
    eventually(lambda: not processes(directory))


def test_an_ordinary_user_has_throwaway_servers(ordinary_user):
    user = Program("throwaway", **ordinary_user)
    directory, url = user.answer()
    assert works(url)
    user.kill()
    eventually(lambda: not processes(directory) and not directory.exists())


@only_root
def test_for_root_another_account_owns_and_runs_it_and_a_message_says_so_once(folder, capfd):
    directory = folder / "server"
    for _ in range(2):
        with localpg.attach(directory) as server:
            assert works(server.url())
            runs_as = Path(f"/proc/{postmaster_of(directory)}").stat().st_uid
            assert runs_as == (directory / "data").stat().st_uid != 0
        end_supervisors(directory)
    name = pwd.getpwuid(runs_as).pw_name
    assert capfd.readouterr().err == (
        "PostgreSQL refuses to run as root, so "
        f"it runs as the account {name}, with its data in {directory}/data.\n"
    )


@only_root
def test_data_keep_their_account(folder, monkeypatch):
    monkeypatch.setattr(account, "ACCOUNTS", ("no-such-account", "nobody"))
    with localpg.attach(folder / "server"):
        pass
    end_supervisors(folder)
    monkeypatch.undo()
    with localpg.attach(folder / "server") as server:
        assert works(server.url())
        assert pwd.getpwuid((folder / "server" / "data").stat().st_uid).pw_name == "nobody"


@only_root
def test_no_account_to_run_as(folder, monkeypatch):
    monkeypatch.setattr(account, "ACCOUNTS", ("no-such-account", "nor-this"))
    with pytest.raises(localpg.LocalPostgresError) as raised:
        localpg.attach(folder / "server")
    assert str(raised.value) == (
        "PostgreSQL refuses to run as root, and this system has no account no-such-account or "
        "nor-this: run this as an ordinary user."
    )


@only_root
def test_data_below_a_closed_home_are_elsewhere_and_a_message_says_so(
    reachable, closed_home, capfd
):
    before = closed_home.stat().st_mode
    directory = closed_home / "levy"
    with localpg.attach(directory) as server:
        assert works(server.url())
        server.create_database("season")
    (elsewhere,) = reachable.glob("levy-*/data")
    assert capfd.readouterr().err.endswith(f"with its data in {elsewhere}.\n")
    assert not (directory / "data").exists()
    eventually(lambda: not processes(elsewhere))
    end_supervisors(closed_home)
    with localpg.attach(directory) as server:
        assert server.create_database("season") is False
    end_supervisors(closed_home)
    assert closed_home.stat().st_mode == before, "nobody's permissions are changed"


@only_root
def test_a_directory_that_was_deleted_leaves_a_database_that_is_named(reachable, closed_home):
    directory = closed_home / "levy"
    localpg.attach(directory).close()
    end_supervisors(closed_home)
    shutil.rmtree(directory)
    (elsewhere,) = reachable.glob("levy-*/data")
    with pytest.raises(localpg.LocalPostgresError) as raised:
        localpg.attach(directory)
    assert str(raised.value) == (
        f"{elsewhere} is the database of {directory}, whose other files, including its password, "
        f"are missing: restore them, or move the database aside (mv '{elsewhere}' "
        f"'{elsewhere}.old') and try again with a new one."
    )
    elsewhere.rename(f"{elsewhere}.old")
    with localpg.attach(directory) as server:
        assert works(server.url())


@only_root
def test_programs_below_a_closed_home_are_copied_once(reachable, closed_home, folder):
    installation = localpg.binaries().folder.parent
    package = installation.parent
    shutil.copytree(package, closed_home / package.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed_home / libraries.name)
    closed = localpg.binaries(closed_home / package.name / installation.name / "bin")
    for name in ("first", "second"):
        with localpg.attach(folder / name, binaries=closed) as server:
            assert works(server.url())
            assert len(list(reachable.glob("postgresql-*"))) == 1
            program = Path(f"/proc/{postmaster_of(folder / name)}/exe").readlink()
            assert program.is_relative_to(reachable)
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute("CREATE EXTENSION btree_gist")


@only_root
def test_a_folder_that_others_may_write_to_is_not_trusted(reachable, closed_home):
    reachable.mkdir()
    reachable.chmod(0o777)
    with pytest.raises(localpg.LocalPostgresError) as raised:
        localpg.attach(closed_home / "levy")
    assert str(raised.value).startswith("The account ")
    assert f"can reach none of {reachable}: choose a data directory that " in str(raised.value)
