"""A project whose commands run in the test's process, because a property test runs many."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from safemigrate import SafeMigrate
from safemigrate.autogenerate.migrate_errors import RenameUnclear
from safemigrate.commands.downgrade import downgrade
from safemigrate.commands.migrate import migrate
from safemigrate.commands.upgrade import upgrade
from tests.execute.shop import ENV, ROOT

Declare = Callable[[sa.MetaData], None]


class Project:
    """A folder of revisions and a database; each command gets the models."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        (folder / "versions").mkdir(parents=True)
        (folder / "env.py").write_text(ENV)
        template = ROOT / "src" / "safemigrate" / "templates" / "flask"
        (folder / "script.py.mako").write_text((template / "script.py.mako").read_text())
        (folder / "alembic.ini").write_text("[alembic]\n")

    def migrate(
        self, declare: Declare, *, at_once: bool = False, rename: tuple[str, ...] = ()
    ) -> list[str]:
        """Write revisions for these models; return their texts.  Possible renames are drops."""
        dropped: list[str] = []
        while True:
            with self._application(declare):
                try:
                    written = migrate(
                        message="change", no_rename=dropped, at_once=at_once, rename=rename
                    )
                except RenameUnclear as unclear:
                    dropped += [doubt.old for doubt in unclear.doubts]
                else:
                    return [Path(script.path).read_text() for script in written]

    def upgrade(self) -> None:
        with self._application(lambda metadata: None):
            upgrade()

    def downgrade(self, revision: str) -> None:
        with self._application(lambda metadata: None):
            downgrade(revision=revision)

    @contextmanager
    def _application(self, declare: Declare) -> Iterator[None]:
        app = Flask("shop")
        app.config["SQLALCHEMY_DATABASE_URI"] = self.url.replace(
            "postgresql:", "postgresql+psycopg:"
        )
        db = SQLAlchemy(app)
        declare(db.metadata)
        SafeMigrate(app, db, directory=self.folder)
        logging.disable()
        with app.app_context():
            try:
                yield
            finally:
                logging.disable(logging.NOTSET)
                db.engine.dispose()


def revision_of(text: str) -> str:
    match = re.search(r"^revision = '(\w+)'$", text, re.MULTILINE)
    assert match is not None, text
    return match[1]
