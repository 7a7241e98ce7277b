"""A throw-away server is fast, and nothing of it remains."""

import os
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest
from local_processes import eventually, processes, supervisor_of

import localpg
from localpg import ROOM
from localpg.temporary import MEMORY


def test_it_is_gone_when_close_returns():
    with localpg.throwaway() as server:
        directory = server.directory
        with psycopg.connect(server.url()) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                assert connection.execute(f"SHOW {setting}").fetchone() == ("off",), setting
    assert not directory.exists()
    eventually(lambda: not processes(directory))


@pytest.mark.skipif(not MEMORY.is_dir(), reason="this system has no folder in memory")
def test_its_data_lie_in_memory_where_there_is_room(postgres):
    room = os.statvfs(MEMORY).f_bavail * os.statvfs(MEMORY).f_frsize
    assert (postgres.directory.parent == MEMORY) == (room > ROOM)


def test_its_data_lie_on_disk_where_they_need_more_room():
    with localpg.throwaway(room=2**62) as server:
        assert server.directory.parent == Path(tempfile.gettempdir())


def test_killed_user_leaves_neither_server_nor_directory(program):
    user = program("throwaway")
    directory, _ = user.answer()
    assert processes(directory)
    user.kill()
    eventually(lambda: not processes(directory) and not directory.exists())


def test_killed_supervisor_is_replaced_and_the_end_is_the_same():
    with localpg.throwaway() as server:
        server.create_database("kept")
        os.kill(supervisor_of(server.directory), signal.SIGKILL)
        eventually(lambda: not processes(server.directory))
        with localpg.throwaway():
            pass  # removes what nobody owns any more; this one is only without a supervisor
        assert server.create_database("kept") is False
    assert not server.directory.exists()


def test_directory_whose_supervisor_and_user_were_killed_is_removed_by_the_next(program):
    user = program("throwaway")
    directory, _ = user.answer()
    supervisor = supervisor_of(directory)
    os.kill(supervisor, signal.SIGSTOP)
    user.kill()
    os.kill(supervisor, signal.SIGKILL)
    eventually(lambda: not processes(directory))
    assert directory.exists()
    with localpg.throwaway():
        assert not directory.exists()


def test_one_that_is_being_made_is_not_removed(postgres):
    with localpg.throwaway() as other:
        assert Path(other.directory).exists()
        assert Path(postgres.directory).exists()


def test_database_of_a_test_is_empty(database):
    with psycopg.connect(database) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() == (0,)


BUILT = []


def build_levies(url):
    BUILT.append(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE levy (code text); INSERT INTO levy VALUES ('0111')")


def test_clones_are_made_of_what_was_built_once(clone_of):
    first, second = clone_of(build_levies), clone_of(build_levies)
    assert len(BUILT) == 1
    with psycopg.connect(first) as connection:
        connection.execute("DELETE FROM levy")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT code FROM levy").fetchall() == [("0111",)]
