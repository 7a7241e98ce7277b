"""A real PgBouncer before the database: refused if it assigns a session to each transaction.

Needs Debian's package pgbouncer, which `make test-all` installs.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.execute.shop import CREATE_PERSON, LOCKS, until
from tiers import full

pytestmark = full
PGBOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"


@contextmanager
def pgbouncer(folder: Path, url: str, mode: str) -> Iterator[str]:
    """Lend the address of a pooler before a database."""
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder.mkdir()
    (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={parts.hostname} port={parts.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = scram-sha-256\nauth_file = {folder}/users.txt\npool_mode = {mode}\n"
        f"logfile = {folder}/log\nignore_startup_parameters = extra_float_digits\n"
    )
    command = [PGBOUNCER, str(folder / "pgbouncer.ini")]
    if os.geteuid() == 0:  # it refuses to run as root
        for file in (folder, *folder.iterdir(), *folder.parents):
            if file.is_relative_to("/tmp") and file != Path("/tmp"):  # noqa: S108
                file.chmod(0o777)
        command = [*command[:1], "-u", "nobody", *command[1:]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pooled = url.replace(f":{parts.port}/", f":{port}/")
    try:
        until(lambda: answers(pooled), "an answer of PgBouncer")
        yield pooled
    finally:
        process.terminate()
        process.wait()


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.parametrize("busy", [False, True])
def test_transaction_pooling_is_refused(shop, tmp_path, busy):
    shop.revision("r1", upgrade=CREATE_PERSON)
    direct = shop.url
    with pgbouncer(tmp_path / "pooler", direct, "transaction") as shop.url:
        others = [psycopg.connect(shop.url) for _ in range(3 if busy else 0)]
        for other in others:
            other.execute("SELECT 1")  # holds a session of the pool
        for other in others[1:]:
            other.rollback()
        outcome = shop.db("upgrade")
        assert outcome.status == 1
        port = urlsplit(shop.url).port
        assert outcome.stderr == (
            f"Error: 127.0.0.1:{port} is a pooler that assigns a session to each transaction "
            "(PgBouncer with pool_mode = transaction), so session locks and timeouts do not work. "
            "Nothing was run. Set SAFEMIGRATE_URL to the database's own address for migrations.\n"
        )
        locks = f"SELECT count(*) FROM {LOCKS} WHERE locktype = 'advisory'"
        with psycopg.connect(direct) as connection:
            until(lambda: connection.execute(locks).fetchall() == [(0,)], "the locks' end")
            assert connection.execute("SELECT to_regclass('person')").fetchall() == [(None,)]
        assert shop.db("upgrade", SAFEMIGRATE_URL=direct).status == 0
        assert shop.db("current").stdout == "r1 (head)\n"
        for other in others:
            other.close()


def test_statement_pooling_refuses_by_itself(shop, tmp_path):
    shop.revision("r1", upgrade=CREATE_PERSON)
    with pgbouncer(tmp_path / "pooler", shop.url, "statement") as shop.url:
        outcome = shop.db("upgrade")
        assert outcome.status == 1
        assert "Traceback" not in outcome.stderr
        assert "transaction blocks not allowed in statement pooling mode" in outcome.stderr


def test_session_pooling_is_a_session(shop, tmp_path):
    shop.revision("r1", upgrade=CREATE_PERSON)
    with pgbouncer(tmp_path / "pooler", shop.url, "session") as shop.url:
        assert shop.db("upgrade").status == 0
