"""The sentence of each error when a server is not available."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from local_processes import ROOT, Program, end_supervisors, environment, eventually, postmaster_of

import localpg


def sentence(directory: Path) -> str:
    with pytest.raises(localpg.LocalPostgresError) as raised:
        localpg.attach(directory)
    return str(raised.value)


def write(text):
    def change(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    return change


def remove(file):
    shutil.rmtree(file) if file.is_dir() else file.unlink()


# fmt: off
SPOILED = [
    # file             change                because it says
    ("data/PG_VERSION", write("16\n"),
     "{0}/data was written by PostgreSQL 16, but PostgreSQL 18 is installed, which cannot read it: "
     "dump it with PostgreSQL 16 and restore the dump here, move it aside, or choose another data "
     "directory."),
    ("data",            remove,
     "{0}/data has no PostgreSQL data, although {0} expects it there: restore it from a backup, or "
     "move {0} aside to start over."),
    ("password",        remove,
     "{0}/password with the server's password is missing: restore it from a backup, or choose "
     "another data directory."),
    ("password",        write("guessed"),
     "PostgreSQL in {0} did not start (it refuses the password in {0}/password): fix that "
     "and try again; {0}/postgresql.log has the details."),
    ("cluster.json",    write(""),
     "{0}/cluster.json does not say where the data is: restore it from a backup, or choose "
     "another data directory."),
    ("data/postgresql.conf", write("shared_buffers = 'much'\n"),
     "PostgreSQL in {0} did not start (configuration file \"{0}/data/postgresql.conf\" contains "
     "errors): fix that and try again; {0}/postgresql.log has the details."),
]
FOREIGN = [
    ("thesis.odt",      write("…"),
     "{0} contains thesis.odt and no database of this application: "
     "choose an empty directory or another data directory."),
    ("PG_VERSION",      write("15\n"),
     "{0} contains the data of a PostgreSQL 15 and no database of this application: "
     "choose an empty directory or another data directory."),
]
# fmt: on


@pytest.mark.parametrize("file, change, says", SPOILED)
def test_spoiled_directory_is_refused(directory, file, change, says):
    change(directory / file)
    assert sentence(directory) == says.format(directory)
    assert sentence(directory) == says.format(directory), "the same again: nothing was changed"


@pytest.mark.parametrize("file, change, says", FOREIGN)
def test_directory_of_somebody_else_is_refused_and_left_alone(folder, file, change, says):
    change(folder / "documents" / file)
    assert sentence(folder / "documents") == says.format(folder / "documents")
    assert (folder / "documents" / file).exists()


def test_half_made_directory_is_made_anew(folder):
    (folder / "server").mkdir(mode=0o711)
    (folder / "server" / "data.new-killed").mkdir()
    (folder / "server" / "data.new-killed" / "PG_VERSION").write_text("18\n")
    (folder / "server" / "password.new-killed").touch()
    with localpg.attach(folder / "server"):
        assert not list((folder / "server").glob("*.new-*"))


def test_file_where_a_directory_should_be(folder):
    (folder / "server").touch()
    assert sentence(folder / "server") == (
        f"{folder}/server cannot be written (File exists): "
        "give yourself write permission, or choose another data directory."
    )


def test_directory_without_permission_to_write(folder, ordinary_user):
    folder.chmod(0o755 if ROOT else 0o555)
    refused = Program(folder / "server", **ordinary_user)
    assert (
        refused.end()
        .splitlines()[-1]
        .endswith(
            f"Unwritable: {folder}/server cannot be written (Permission denied): "
            "give yourself write permission, or choose another data directory."
        )
    )
    folder.chmod(0o755)


@pytest.mark.skipif(not ROOT, reason="only root can make directories of other users")
def test_directory_of_another_user(directory, ordinary_user):
    refused = Program(directory, **ordinary_user)
    assert (
        refused.end()
        .splitlines()[-1]
        .endswith(
            f"WrongOwner: {directory}/cluster.json belongs to root and you are nobody: "
            "run this as root, or choose another data directory."
        )
    )
    os.chown(directory / "cluster.json", ordinary_user["user"], -1)
    assert sentence(directory).startswith(f"{directory}/cluster.json belongs to nobody and you are")


@pytest.mark.skipif(not ROOT, reason="only root can mount a disk to fill")
@pytest.mark.parametrize("room", ["size=20m", "nr_inodes=2"], ids=["for initdb", "for us"])
def test_full_disk(folder, room):
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"{room},mode=711", "none", disk],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        assert sentence(disk / "server") == (
            f"The disk that holds {disk}/server is full: "
            "free some space, or choose another data directory."
        )
        assert {file.name for file in (disk / "server").iterdir()} <= {
            "password",
            "postgresql.log",
            "start.lock",
        }
    finally:
        subprocess.run(["umount", disk], check=True)


def test_server_that_was_started_by_hand_is_not_disturbed(directory):
    with localpg.attach(directory) as server:
        address = server.url()
        os.kill(postmaster_of(directory), 0)
    end_supervisors(directory)
    from localpg.account import credentials, server_account

    data = directory / "data"
    by_hand = subprocess.Popen(
        [
            localpg.binaries().path("postgres"),
            "-D",
            data,
            "-p",
            address.rpartition(":")[2].split("/")[0],
            "-c",
            "unix_socket_directories=",
        ],
        stderr=subprocess.DEVNULL,
        cwd="/",
        **credentials(server_account(data)),
    )
    try:
        eventually(
            lambda: (
                "ready" in (data / "postmaster.pid").read_text()
                if (data / "postmaster.pid").exists()
                else False
            )
        )
        assert sentence(directory) == (
            f"Process {by_hand.pid}, a PostgreSQL that was started by hand, uses {data}: "
            f"stop it (pg_ctl stop -D '{data}') and try again."
        )
        assert by_hand.poll() is None
    finally:
        by_hand.terminate()
        by_hand.wait()


def test_command_line_says_what_runs_and_stops_it(directory, program):
    def command(name):
        process = subprocess.run(
            [sys.executable, "-m", "localpg", name, directory],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return process.returncode, process.stdout + process.stderr

    nothing = (0, f"No PostgreSQL runs in {directory}.\n")
    assert command("status") == nothing
    assert command("stop") == nothing
    _, url = program(directory).answer()
    port, version = url.rpartition(":")[2].split("/")[0], localpg.binaries().version
    assert command("status") == (
        0,
        f"PostgreSQL {version} in {directory} runs for 1 program "
        f"on 127.0.0.1 port {port}, process {postmaster_of(directory)}.\n",
    )
    assert command("stop") == (0, f"PostgreSQL in {directory} is stopped.\n")
    assert command("status") == nothing
