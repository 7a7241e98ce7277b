"""A healthy project: its own role, its files in git, on a server that is set as in production."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

import localpg
from localpg.hold import wait_until_free
from localpg.place import Place
from localpg.pytest_plugin import installation
from localpg.server import Server
from preloaded import Commands, Outcome
from tests.project import CREATE_PERSON, OURS, write_project, write_revision

HEALTHY = "healthy"
APP = "CREATE ROLE app LOGIN CREATEDB PASSWORD 'app'"
# Autovacuum must not run between a fault and the check that looks for it.
SETTINGS = {"max_prepared_transactions": "2", "autovacuum_naptime": "1d"}


@dataclass(frozen=True)
class Clinic:
    """A project and its database, which the role app owns."""

    commands: Commands
    folder: Path
    server: Server
    database: str

    @property
    def url(self) -> str:
        """The address as the application knows it."""
        address = self.server.url(self.database)
        return "postgresql://app:app@" + address.rpartition("@")[2]

    def db(self, *words: str, **environment: str) -> Outcome:
        """Run `flask db …` as the role app."""
        return self.commands.run(
            "flask", "db", *words, directory=self.folder, DATABASE_URL=self.url, **environment
        )

    def execute(self, statements: str) -> None:
        """Run statements as the role app; after RESET ROLE, as the server's own."""
        with psycopg.connect(self.server.url(self.database), autocommit=True) as connection:
            connection.execute(f"SET ROLE app; {statements}")

    def administer(self, statement: str) -> None:
        """Run one statement as the server's own role."""
        with psycopg.connect(self.server.url(self.database), autocommit=True) as connection:
            connection.execute(statement)

    def findings(self, *words: str) -> dict[str, list[str]]:
        """Return what the doctor finds: the sentences of each check; every finding has a fix."""
        answer = json.loads(self.db("doctor", "--json", *words).stdout)
        sentences: dict[str, list[str]] = {}
        for finding in answer["findings"]:
            assert finding["mend"]
            sentences.setdefault(finding["check"], []).append(finding["sentence"])
        return sentences

    def file(self, revision: str) -> Path:
        """Return a revision's file."""
        return self.folder / "migrations" / "versions" / f"{revision}_made.py"

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run git in the project as somebody."""
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(self.folder), *who, *words]
        return subprocess.run(command, capture_output=True, text=True)


def build(commands: Commands, folder: Path, server: Server) -> Clinic:
    """Return a project of two revisions, both applied by safemigrate and committed."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(APP)
        connection.execute(f"CREATE DATABASE {HEALTHY} OWNER app")
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    clinic = Clinic(commands, write_project(folder, OURS), server, HEALTHY)
    for words in (("init", "-q"), ("config", "core.excludesFile", "/dev/null")):
        clinic.git(*words)
    clinic.db("init")
    write_revision(folder, "r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    write_revision(
        folder,
        "r2",
        "r1",
        upgrade='op.add_column("person", sa.Column("born", sa.Date()))',
        downgrade='op.drop_column("person", "born")',
    )
    (folder / "migrations" / "HEAD").write_text("r2\n")
    for words in (("add", "."), ("commit", "-qm", "first")):
        assert clinic.git(*words).returncode == 0
    outcome = clinic.db("upgrade")
    assert outcome.status == 0, outcome
    return clinic


def copied(clinic: Clinic, folder: Path, name: str | None = None) -> Clinic:
    """Return a copy of a project and its database."""
    name = name or f"clinic_{uuid4().hex[:12]}"
    clinic.server.create_database(name, template=clinic.database)
    with psycopg.connect(clinic.server.url(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} OWNER TO app")
    shutil.copytree(clinic.folder, folder)
    return Clinic(clinic.commands, folder, clinic.server, name)


@contextmanager
def servers(commands: Commands, home: Path) -> Iterator[tuple[Clinic, Clinic]]:
    """Lend the healthy project, and the same on a standby; both servers are gone afterwards."""
    top = Path(tempfile.mkdtemp(prefix="safemigrate doctor "))
    top.chmod(0o711)  # the server's own account enters
    first, second = top / "first", top / "second"
    try:
        with localpg.attach(first, binaries=installation()) as server:
            folder = build(commands, home / "healthy", server).folder
        wait_until_free(Place(first))
        subprocess.run(["cp", "-a", first, second], check=True)
        (second / "data" / "standby.signal").touch()
        with (
            localpg.attach(first, binaries=installation()) as server,
            localpg.attach(second, binaries=installation()) as standby,
        ):
            yield (
                Clinic(commands, folder, server, HEALTHY),
                Clinic(commands, folder, standby, HEALTHY),
            )
        wait_until_free(Place(first))
        wait_until_free(Place(second))
    finally:
        shutil.rmtree(top)
