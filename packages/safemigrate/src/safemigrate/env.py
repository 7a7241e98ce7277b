"""The code that a project's env.py calls: runs the revisions, or prints their SQL.

    from safemigrate import env

    env.run()

Each revision has its own transaction, so its locks end with it.
"""

from __future__ import annotations

import logging
from logging.config import fileConfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import context
from flask import current_app

if TYPE_CHECKING:
    from alembic.operations.ops import MigrationScript
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Engine, MetaData

log = logging.getLogger("alembic.env")


def run() -> None:
    """Run or print what the command needs, for the application's default database."""
    set_up_logging()
    extension = current_app.extensions["migrate"]
    settings: dict[str, Any] = {
        "transaction_per_migration": True,
        **extension.configure_args,
        "target_metadata": default_metadata(extension.db),
    }
    if context.is_offline_mode():
        run_offline(extension.db.engine, settings)
    else:
        run_online(extension.db.engine, settings)


def set_up_logging() -> None:
    """Configure the loggers from alembic.ini, if it has any; keep the application's loggers."""
    file = context.config.config_file_name
    if file and Path(file).exists() and context.config.file_config.has_section("loggers"):
        fileConfig(file, disable_existing_loggers=False)


def default_metadata(db: Any) -> MetaData:
    """Return the metadata of the default database; each bind has its own."""
    metadata: MetaData = db.metadatas[None] if hasattr(db, "metadatas") else db.metadata
    return metadata


def run_offline(engine: Engine, settings: dict[str, Any]) -> None:
    """Print the SQL without connecting."""
    context.configure(url=engine.url, literal_binds=True, **settings)
    with context.begin_transaction():
        context.run_migrations()


def run_online(engine: Engine, settings: dict[str, Any]) -> None:
    """Run the revisions on the database."""
    project_hook = settings.get("process_revision_directives")

    def leave_out_empty(
        migration: MigrationContext, revision: Any, directives: list[MigrationScript]
    ) -> None:
        if project_hook is not None:
            project_hook(migration, revision, directives)
        if getattr(context.config.cmd_opts, "autogenerate", False) and all(
            changes.is_empty() for script in directives for changes in script.upgrade_ops_list
        ):
            directives.clear()
            log.info("No changes in schema detected.")

    settings["process_revision_directives"] = leave_out_empty
    with engine.connect() as connection:
        context.configure(connection=connection, **settings)
        with context.begin_transaction():
            context.run_migrations()
