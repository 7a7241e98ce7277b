"""`db guard`: the environment that a database is stamped with."""

from __future__ import annotations

import click

from safemigrate.cli.options.backup import yes_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.group("guard")
def command() -> None:
    """Stamp the database with its environment, or show it."""


@command.command("set")
@click.option("--migrator", metavar="ROLE", help="The role that migrates it (default: this one).")
@yes_option
@json_option
@click.argument("environment", type=click.Choice(("production", "staging", "development")))
def set_stamp(migrator: str | None, yes: str | None, as_json: bool, environment: str) -> None:
    """Stamp the database; commands for another environment are then refused."""
    from safemigrate.commands import guard as guard

    with answering(as_json) as answer:
        stamp = guard.set_environment(environment, migrator, yes)
        answer |= guard.as_json(stamp)
        click.echo(guard.sentence(stamp))


@command.command("show")
@json_option
def show_stamp(as_json: bool) -> None:
    """Print the database's stamp."""
    from safemigrate.commands import guard as guard

    with answering(as_json) as answer:
        stamp = guard.show_environment()
        answer |= guard.as_json(stamp)
        click.echo(guard.sentence(stamp))
