"""The `db` group; each module of this folder is one command, named for its file."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask, g
from flask.cli import ScriptInfo, load_dotenv, with_appcontext
from flask.helpers import get_load_dotenv

from safemigrate.cli.options.shared import directory_option, x_arg_option
from safemigrate.project.command_group import CommandGroup


@click.group(cls=CommandGroup, package=__name__)
@directory_option
@x_arg_option
@with_appcontext
def db(directory: str | None, x_arg: tuple[str, ...]) -> None:
    """Perform database migrations."""
    g.directory = directory
    g.x_arg = x_arg  # SafeMigrate.get_config passes them to env.py for every command


def main(create_app: Callable[[], Flask], program: str = "python migrate.py") -> None:
    """Run the `db` group as a separate program; exit with the command's status.

    program  the command line's beginning, which help and messages repeat

    Reads .env files and FLASK_DB_… variables as `flask db` does.
    """
    if get_load_dotenv(default=True):
        load_dotenv()
    db.main(
        prog_name=program,
        obj=ScriptInfo(create_app=create_app),
        auto_envvar_prefix="FLASK_DB",
    )
