"""Several programs share one server; whatever is killed, it is there when needed and then gone."""

import os
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from local_processes import (
    environment,
    eventually,
    postmaster_of,
    processes,
    supervisor_of,
)

import localpg
from tiers import longer

pytestmark = longer

CLEAN_STOP = "database system is shut down"
BUSY = "SELECT count(*) FROM generate_series(1, 1000000000000)"


def databases(url):
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def busy_session(url, query=BUSY):
    """Start a session that computes and listens to nobody; return its process."""
    session = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, psycopg; psycopg.connect(sys.argv[1]).execute(sys.argv[2])",
            url,
            query,
        ],
        stderr=subprocess.DEVNULL,
    )
    with psycopg.connect(url, autocommit=True) as connection:
        eventually(
            lambda: connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE query = %s AND state = 'active'", [query]
            ).fetchone()
        )
    return session


def test_data_password_and_port_survive_a_stop(directory):
    with localpg.attach(directory) as server:
        assert server.create_database("season") is True
        address = server.url("season")
    eventually(lambda: not processes(directory))
    with localpg.attach(directory) as server:
        assert server.create_database("season") is False
        assert server.url("season") == address


def test_eight_programs_that_begin_at_once_get_one_server(folder, program):
    programs = [program(folder / "fresh") for _ in range(8)]
    answers = {user.answer() for user in programs}
    assert len(answers) == 1
    assert supervisor_of(folder / "fresh")
    for user in programs:
        user.kill()
    eventually(lambda: not processes(folder))


def test_the_server_stops_cleanly_when_its_last_user_is_killed(directory, program):
    first, last = program(directory), program(directory)
    address = first.answer()[1]
    assert last.answer()[1] == address
    supervisor = supervisor_of(directory)
    first.kill()
    with psycopg.connect(address):
        assert supervisor_of(directory) == supervisor, "one user is left"
    last.kill()
    eventually(lambda: not processes(directory))
    assert (directory / "postgresql.log").read_text().rstrip().endswith(CLEAN_STOP)


def test_killed_supervisor_takes_the_server_along_and_the_next_question_starts_both(directory):
    with localpg.attach(directory) as server:
        server.create_database("season")
        address, killed = server.url(), supervisor_of(directory)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: not processes(directory))
        assert (directory / "postgresql.log").read_text().rstrip().endswith(CLEAN_STOP)
        assert server.url() == address
        assert "season" in databases(server.url())
        assert supervisor_of(directory) != killed


def test_terminated_supervisor_stops_the_server_cleanly(directory):
    with localpg.attach(directory):
        os.kill(supervisor_of(directory), signal.SIGTERM)
        eventually(lambda: not processes(directory))
    assert (directory / "postgresql.log").read_text().rstrip().endswith(CLEAN_STOP)


def test_killed_postgres_is_started_again_for_those_who_use_it(directory):
    with localpg.attach(directory) as server:
        server.create_database("season")
        address, killed = server.url(), postmaster_of(directory)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: postmaster_of(directory) not in (killed, supervisor_of(directory)))
        assert server.url() == address, "answers when the server is ready again"
        assert "season" in databases(server.url())


def test_killed_postgres_is_started_again_although_a_session_computes_on(directory):
    with localpg.attach(directory) as server:
        session = busy_session(server.url())
        killed = postmaster_of(directory)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: postmaster_of(directory) not in (killed, supervisor_of(directory)))
        assert "kept" in databases(server.url())
        assert session.wait() != 0


def test_postgres_that_was_told_to_end_is_awaited_and_started_again(directory):
    with localpg.attach(directory) as server:
        session = busy_session(server.url(), "SELECT pg_sleep(0.5)")
        os.kill(postmaster_of(directory), signal.SIGTERM)  # lets nobody in, waits for the session
        eventually(lambda: "stopping" in (directory / "data" / "postmaster.pid").read_text())
        assert "kept" in databases(server.url()), "not the address of a server that is ending"
        assert session.wait() == 0


def test_killed_supervisor_and_postgres_leave_nothing_that_hinders_the_next_start(directory):
    with localpg.attach(directory) as server:
        session = busy_session(server.url())
        supervisor, postmaster = supervisor_of(directory), postmaster_of(directory)
        os.kill(supervisor, signal.SIGSTOP)  # so that it cannot start another
        os.kill(postmaster, signal.SIGKILL)
        os.kill(supervisor, signal.SIGKILL)
        assert "kept" in databases(server.url())
        assert session.wait() != 0


@pytest.fixture
def zombie():
    """The number of a process that is dead and that nobody reaped, as without an init."""
    dead = os.posix_spawn("/bin/true", ["true"], {})
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
    yield dead
    os.waitpid(dead, 0)


@pytest.mark.parametrize("whose", ["another program's", "a zombie's", "nobody's", "no number"])
def test_pid_file_that_was_left_behind_is_no_server(directory, zombie, whose):
    numbers = {"another program's": os.getpid(), "a zombie's": zombie, "nobody's": 2**22 - 1}
    lines = f"{numbers.get(whose, '')}\n{directory}/data\n1700000000\n5432\n\n127.0.0.1\n0 0\n"
    (directory / "data" / "postmaster.pid").write_text(lines + "ready\n")
    with localpg.attach(directory) as server:
        assert "kept" in databases(server.url())


def test_port_that_another_program_took_is_given_up(directory):
    with localpg.attach(directory) as server:
        port = urlsplit(server.url()).port
    eventually(lambda: not processes(directory))
    with socket.create_server(("127.0.0.1", port)), localpg.attach(directory) as server:
        assert urlsplit(server.url()).port != port
        assert "kept" in databases(server.url())


def test_two_holds_of_one_program_are_two(directory):
    first, second = localpg.attach(directory), localpg.attach(directory)
    supervisor = supervisor_of(directory)
    first.close()
    first.close()
    assert "kept" in databases(second.url())
    assert supervisor_of(directory) == supervisor
    second.close()


def test_a_forgotten_server_is_held_until_the_program_ends(directory):
    program = (
        "import gc, sys, localpg; from pathlib import Path\n"
        "directory = Path(sys.argv[1]); localpg.attach(directory); gc.collect()\n"
        "from localpg.__main__ import status; from localpg.place import Place\n"
        "print(status(Place(directory)))"
    )
    command = [sys.executable, "-W", "error", "-c", program, directory]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "runs for 1 program on" in done.stdout


def test_forked_child_neither_ends_nor_prolongs_its_parents_hold(directory):
    read, write = os.pipe()
    with localpg.attach(directory) as server:
        supervisor = supervisor_of(directory)
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)  # lives until the parent lets it go
            os._exit(0)
        os.close(read)
        assert "kept" in databases(server.url())
        assert supervisor_of(directory) == supervisor
    eventually(lambda: not processes(directory))
    assert os.waitpid(child, os.WNOHANG) == (0, 0), "the child lives on, without a hold"
    os.close(write)
    os.waitpid(child, 0)


def test_forked_child_that_ends_leaves_the_parents_hold_and_may_have_its_own(directory):
    with localpg.attach(directory) as server:
        address, supervisor = server.url(), supervisor_of(directory)
        child = os.fork()
        if child == 0:
            os._exit(0 if server.url() == address else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert server.url() == address
        assert supervisor_of(directory) == supervisor


def test_closed_server_says_so(directory):
    server = localpg.attach(directory)
    server.close()
    with pytest.raises(localpg.LocalPostgresError) as told:
        server.url()
    assert str(told.value) == f"The server in {directory} has been closed: open it again."


def test_databases_are_copied_and_dropped_whoever_uses_them(directory):
    with localpg.attach(directory) as server:
        with psycopg.connect(server.url("kept"), autocommit=True) as connection:
            connection.execute("CREATE TABLE levy (code text)")
        assert server.create_database("a copy", template="kept") is True
        assert server.create_database("a copy", template="kept") is False
        session = psycopg.connect(server.url("a copy"))
        assert session.execute("SELECT count(*) FROM levy").fetchone() == (0,)
        server.drop_database("a copy")
        session.close()
        server.drop_database("a copy")
        assert "a copy" not in databases(server.url())
