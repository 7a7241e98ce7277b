"""A standby of a throw-away server: a copy of its data folder that follows it by streaming.

https://www.postgresql.org/docs/current/continuous-archiving.html (a base backup by the low-level
API, which every major has; its functions were renamed in 15)
"""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.execute.shop import until

LEFT_OUT = shutil.ignore_patterns("postmaster.*", "*.sock*")


@contextmanager
def a_standby(url: str) -> Iterator[str]:
    """Start a standby of the server at this address, and yield the standby's address."""
    with psycopg.connect(url, autocommit=True) as primary:
        data = Path(primary.execute("SHOW data_directory").fetchone()[0])
        with (data / "pg_hba.conf").open("a") as rules:
            rules.write("host replication all 127.0.0.1/32 scram-sha-256\n")
        primary.execute("SELECT pg_reload_conf()")
        copy = _copied(primary, data)
        (copy / "standby.signal").touch()
        with (copy / "postgresql.auto.conf").open("a") as settings:
            address = f"host=127.0.0.1 port={primary.info.port} user={primary.info.user}"
            settings.write(f"primary_conninfo = '{address} password={_password(url)}'\n")
        owner = data.stat()
        program = Path(f"/proc/{(data / 'postmaster.pid').read_text().split()[0]}/exe").readlink()
        _chown(copy, owner)
        port = _free_port()
        process = subprocess.Popen(
            [
                *(program, "-D", copy, "-p", str(port), "-h", "127.0.0.1"),
                *("-c", "unix_socket_directories="),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **({"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}),
        )
        try:
            until(lambda: _followers(primary), "the standby follows")
            yield url.replace(f":{primary.info.port}/", f":{port}/")
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()
            shutil.rmtree(copy)


def _copied(primary: psycopg.Connection, data: Path) -> Path:
    old = primary.info.server_version < 150000
    begin, end = (
        ("pg_start_backup('copy', true, false)", "pg_stop_backup(false, false)")
        if old
        else ("pg_backup_start('copy', true)", "pg_backup_stop(false)")
    )
    primary.execute(f"SELECT {begin}")
    copy = data.with_name("standby")
    shutil.copytree(data, copy, ignore=LEFT_OUT, symlinks=True)
    label = primary.execute(f"SELECT labelfile FROM {end}").fetchone()[0]
    (copy / "backup_label").write_text(label)
    return copy


def _chown(folder: Path, owner: os.stat_result) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    folder.chmod(0o700)


def _followers(primary: psycopg.Connection) -> bool:
    streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
    return bool(primary.execute(streaming).fetchone()[0])


def _password(url: str) -> str:
    return url.split("@")[0].rpartition(":")[2]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
