"""A shop whose models can be changed."""

from pathlib import Path

from tests.execute.shop import Shop

HEAD = """
import enum
import os

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from safemigrate import SafeMigrate

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMES))
migrate = SafeMigrate()
url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    migrate.init_app(app, db)
    return app


"""


class ChangingShop(Shop):
    """A shop that gets its models as text."""

    def models(self, text: str) -> None:
        (self.folder / "app.py").write_text(HEAD + text)

    def files(self) -> list[Path]:
        """Return the revision files, in the order in which they were written."""
        folder = self.folder / "migrations" / "versions"
        return sorted(folder.glob("*.py"), key=lambda file: file.stat().st_mtime_ns)

    def migrated(self, text: str, *words: str) -> list[str]:
        """Change the models, write revisions; return the files' texts."""
        before = set(self.files())
        self.models(text)
        outcome = self.db("migrate", "-m", "change", *words)
        assert outcome.status == 0, outcome
        return [file.read_text() for file in self.files() if file not in before]

    def upgraded(self) -> None:
        outcome = self.db("upgrade")
        assert outcome.status == 0, outcome
