"""One application twice, with its migrations: on stock Flask-Migrate, and on safemigrate."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = """
import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
{mount}

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"].replace(
    "postgresql://", "postgresql+psycopg://"
)
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {{"pool_size": 20}}
db = SQLAlchemy(app)
migrate = {extension}(app, db)
"""
TOOLS = {
    "stock": ("from flask_migrate import Migrate", "Migrate"),
    "ours": ("from safemigrate import SafeMigrate", "SafeMigrate"),
}
REVISION = '''"""{revision}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {follows!r}


def upgrade():
{upgrade}


def downgrade():
    raise NotImplementedError  # nobody goes back in a measurement
'''


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Project:
    """A folder with an application and its migrations."""

    folder: Path

    @property
    def is_ours(self) -> bool:
        """Return whether its migrations run with safemigrate."""
        return self.folder.name == "ours"

    def write_revisions(self, upgrades: Sequence[str]) -> list[Path]:
        """Write the revisions that follow the first one, in place of the existing ones."""
        versions = self.folder / "migrations" / "versions"
        for file in versions.glob("[0-9]*.py"):
            if file.stem > "0001":
                file.unlink()
        follows, written = "0001", []
        for number, upgrade in enumerate(upgrades, start=2):
            written.append(_write(versions, f"{number:04}", follows, upgrade))
            follows = written[-1].stem
        return written

    def run(self, *words: str, url: str) -> Said:
        """Run `flask db …` to its end; nobody is there to answer a question."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "db", *words],
            cwd=self.folder,
            env=self.environment(url),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def environment(self, url: str) -> dict[str, str]:
        """Return what the application needs to find its database and our code."""
        ours = {name: value for name, value in os.environ.items() if "SAFEMIGRATE" not in name}
        return ours | {"DATABASE_URL": url, "FLASK_APP": "app", "PYTHONPATH": str(ROOT)}


def make_project(folder: Path, tool: str, url: str, first_upgrade: str) -> Project:
    """Write an application, let its tool make the folder of migrations, and the first revision."""
    folder.mkdir()
    mount, extension = TOOLS[tool]
    (folder / "app.py").write_text(APP.format(mount=mount, extension=extension))
    project = Project(folder)
    said = project.run("init", url=url)
    if said.status:
        sys.exit(f"flask db init with {extension} failed:\n{said.stderr}")
    _write(folder / "migrations" / "versions", "0001", None, first_upgrade)
    return project


def _write(versions: Path, revision: str, follows: str | None, upgrade: str) -> Path:
    file = versions / f"{revision}.py"
    file.write_text(REVISION.format(revision=revision, follows=follows, upgrade=upgrade))
    return file
