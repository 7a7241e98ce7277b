"""`db guard`: the environment that a database says it is."""

from __future__ import annotations

import click

from safemigrate.backup.options import yes_option
from safemigrate.json_answer import answering
from safemigrate.options import json_option


@click.group("guard")
def command() -> None:
    """Stamp the database with its environment, or show its stamp."""


@command.command("set")
@click.option("--migrator", metavar="ROLE", help="Who migrates it (default: the present role).")
@yes_option
@json_option
@click.argument("environment", type=click.Choice(("production", "staging", "development")))
def set_stamp(migrator: str | None, yes: str | None, as_json: bool, environment: str) -> None:
    """Stamp the database; upgrade and downgrade refuse what is not meant for it."""
    from safemigrate.guard import command as guard

    with answering(as_json) as answer:
        stamp = guard.set_environment(environment, migrator, yes)
        answer |= guard.as_json(stamp)
        click.echo(guard.sentence(stamp))


@command.command("show")
@json_option
def show_stamp(as_json: bool) -> None:
    """Print the database's stamp."""
    from safemigrate.guard import command as guard

    with answering(as_json) as answer:
        stamp = guard.show_environment()
        answer |= guard.as_json(stamp)
        click.echo(guard.sentence(stamp))
