"""The extension that SafeMigrate registered on the running application."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from flask import current_app

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData

    from safemigrate.project.alembic_config import Config


Folder = str | os.PathLike[str]


class Database(Protocol):
    """What the commands use of the application's Flask-SQLAlchemy object."""

    @property
    def engine(self) -> Engine: ...

    @property
    def metadata(self) -> MetaData: ...


class Settings(Protocol):
    """What the commands use of the SafeMigrate object."""

    directory: str

    def call_configure_callbacks(self, config: Config) -> Config:
        """Return the configuration after every registered function has edited it."""

    def get_config(
        self,
        directory: Folder | None = None,
        x_arg: str | Iterable[str] | None = None,
        opts: Iterable[str] | None = None,
    ) -> Config:
        """Return Alembic's configuration for one command."""


class MountedExtension:
    """What app.extensions["migrate"] holds; env.py files of every version read it."""

    def __init__(self, migrate: Settings, db: Any, configure_args: dict[str, Any]) -> None:
        self.migrate = migrate
        self.db = db
        self.directory = migrate.directory
        self.configure_args = configure_args

    @property
    def metadata(self) -> MetaData:
        """Return the models' tables; env.py files from before Flask-Migrate 2 read this."""
        metadata: MetaData = self.db.metadata
        return metadata

    @property
    def version_table(self) -> str:
        """Return Alembic's version table, with its schema if the application sets one."""
        table = self.configure_args.get("version_table", "alembic_version")
        schema = self.configure_args.get("version_table_schema")
        return f"{schema}.{table}" if schema else str(table)


def mounted() -> MountedExtension:
    """Return the extension that SafeMigrate registered on the running application."""
    if "migrate" not in current_app.extensions:
        raise RuntimeError(
            f"The application {current_app.import_name} has no migrations: add them with "
            "SafeMigrate(app, db)."
        )
    extension: MountedExtension = current_app.extensions["migrate"]
    return extension
