"""A project with revisions to run, and what its database looks like afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from preloaded import Commands, Outcome
from tests.project import OURS, write_project, write_revision

ROOT = Path(__file__).parents[2]
ENV = "from safemigrate import env\n\nenv.run()\n"

CREATE_PERSON = """op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO person SELECT n, 'name ' || n FROM generate_series(1, 500) AS n")"""

# The server is shared with the tests of other workers; pg_locks shows every database.
LOCKS = """(SELECT * FROM pg_locks WHERE database =
(SELECT oid FROM pg_database WHERE datname = current_database())) AS locks"""

FINGERPRINT = """
SELECT 'column ' || concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint ' || concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index ' || concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisready)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace
ORDER BY 1
"""


@dataclass
class Shop:
    """A folder and a database."""

    folder: Path
    url: str
    commands: Commands
    begun: list[subprocess.Popen[str]] = field(default_factory=list)

    def revision(self, revision: str, follows: str | None = None, **ways: str) -> Path:
        return write_revision(self.folder, revision, follows, **ways)

    def db(self, *words: str, **environment: str) -> Outcome:
        """Run a command to its end."""
        return self.commands.run(
            "flask", "db", *words, directory=self.folder, DATABASE_URL=self.url, **environment
        )

    def begin(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Begin a command, and go on."""
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "db", *words],
            cwd=self.folder,
            env=os.environ | {"DATABASE_URL": self.url, "PYTHONPATH": str(ROOT)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.begun.append(process)
        return process

    def end(self) -> None:
        """End what was begun and is still there."""
        for process in self.begun:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def rows(self, sql: str, *values: Any) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []

    def fingerprint(self) -> list[str]:
        """Return catalogue, rows and revisions as text."""
        with psycopg.connect(self.url) as connection:
            lines = [row for (row,) in connection.execute(FINGERPRINT)]
            tables = connection.execute(
                "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'public'::regnamespace ORDER BY 1"
            ).fetchall()
            for (table,) in tables:
                # Without ids that a rolled-back run may have used up.
                rows = connection.execute(
                    f"SELECT md5(coalesce(string_agg(to_jsonb(t)::text, ' ' ORDER BY to_jsonb(t)::text), '')) FROM {table} t"
                )
                lines.append(f"rows of {table} {rows.fetchone()[0]}")
            return lines

    def version(self) -> list[str]:
        return [row for (row,) in self.rows("SELECT version_num FROM alembic_version ORDER BY 1")]


def make_shop(folder: Path, url: str, commands: Commands) -> Shop:
    """Write a project with an empty migration folder."""
    write_project(folder, OURS)
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "migrations" / "env.py").write_text(ENV)
    template = ROOT / "src" / "safemigrate" / "templates" / "flask"
    (folder / "migrations" / "script.py.mako").write_text((template / "script.py.mako").read_text())
    (folder / "migrations" / "alembic.ini").write_text(
        (template / "alembic.ini.mako").read_text().replace("%%", "%")
    )
    return Shop(folder, url, commands)


def until(condition: Callable[[], Any], event: str, *, within: float = 30) -> Any:
    """Return what a condition returns once it is true."""
    end = time.monotonic() + within
    while not (result := condition()):
        assert time.monotonic() < end, f"{event} within {within} s"
        time.sleep(0.02)  # between two looks
    return result
