"""The Flask extension, which replaces flask_migrate.Migrate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from safemigrate.project.mounted import Database, Folder, MountedExtension

if TYPE_CHECKING:
    from flask import Flask

    from safemigrate.project.alembic_config import Config


class SafeMigrate:
    """Adds the migration commands to an application.

    app                the application, or None if init_app follows
    db                 its Flask-SQLAlchemy object
    directory          folder of the migrations, relative to the current directory
    command            name of the command group
    compare_type       whether autogenerate compares column types
    render_as_batch    whether autogenerate writes batch operations
    heal_cached_plans  whether the application's connections survive a changed column type
    alembic_ctx_kwargs other arguments of EnvironmentContext.configure

    https://flask-migrate.readthedocs.io/en/latest/#api-reference
    """

    def __init__(
        self,
        app: Flask | None = None,
        db: Database | None = None,
        directory: Folder = "migrations",
        command: str = "db",
        compare_type: bool = True,
        render_as_batch: bool = True,
        *,
        heal_cached_plans: bool = True,
        **alembic_ctx_kwargs: Any,
    ) -> None:
        self.heal_cached_plans = heal_cached_plans
        self.configure_callbacks: list[Callable[[Config], Config]] = []
        self.db = db
        self.command = command
        self.directory = str(directory)
        self.alembic_ctx_kwargs = alembic_ctx_kwargs | {
            "compare_type": compare_type,
            "render_as_batch": render_as_batch,
        }
        if app is not None and db is not None:
            self.init_app(app, db, directory)

    def init_app(
        self,
        app: Flask,
        db: Database | None = None,
        directory: Folder | None = None,
        command: str | None = None,
        compare_type: bool | None = None,
        render_as_batch: bool | None = None,
        **alembic_ctx_kwargs: Any,
    ) -> None:
        """Add the command group to the application; these arguments override __init__'s."""
        self.db = db or self.db
        self.command = command or self.command
        self.directory = str(directory or self.directory)
        self.alembic_ctx_kwargs.update(alembic_ctx_kwargs)
        if compare_type is not None:
            self.alembic_ctx_kwargs["compare_type"] = compare_type
        if render_as_batch is not None:
            self.alembic_ctx_kwargs["render_as_batch"] = render_as_batch
        settings = dict(self.alembic_ctx_kwargs)
        app.extensions["migrate"] = MountedExtension(self, self.db, settings)
        if self.heal_cached_plans:
            from safemigrate.execute.cached_plans import heal_engines

            heal_engines(app, self.db)

        from safemigrate.cli import db as group

        app.cli.add_command(group, name=self.command)

    def configure(self, callback: Callable[[Config], Config]) -> Callable[[Config], Config]:
        """Register a function that may edit Alembic's configuration before each command."""
        self.configure_callbacks.append(callback)
        return callback

    def call_configure_callbacks(self, config: Config) -> Config:
        """Return the configuration after every registered function has edited it."""
        for callback in self.configure_callbacks:
            config = callback(config)
        return config

    def get_config(
        self,
        directory: Folder | None = None,
        x_arg: str | Iterable[str] | None = None,
        opts: Iterable[str] | None = None,
    ) -> Config:
        """Return Alembic's configuration for one command.

        x_arg  what context.get_x_argument() returns in env.py
        opts   names of options that are True in config.cmd_opts in env.py
        """
        from safemigrate.ops import load
        from safemigrate.project.configuration import command_config

        load()  # adds the safe operations to `op`, whatever the project's env.py is

        config = command_config(str(directory or self.directory), x_arg=x_arg, opts=opts or ())
        return self.call_configure_callbacks(config)
