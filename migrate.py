"""Database migrations: `python migrate.py COMMAND`, or `flask --app migrate db COMMAND`."""

import click
from flask import Flask

from safemigrate import main


def create_app() -> Flask:
    """Return the application; a mistake in its settings ends the program with its sentence."""
    from levy.errors import LevyError
    from localpg.errors import LocalPostgresError

    try:
        from levy.app import create_app as levy_app

        return levy_app()
    except (LevyError, LocalPostgresError) as mistake:
        raise click.ClickException(str(mistake)) from mistake


if __name__ == "__main__":
    main(create_app)
