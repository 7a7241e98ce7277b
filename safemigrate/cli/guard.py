"""`db guard`: the environment that a database says it is."""

from __future__ import annotations

import click

from safemigrate.execute.options import errors_as_json, print_json

json_option = click.option("--json", "as_json", is_flag=True, help="Print the stamp as JSON.")


@click.group("guard")
def command() -> None:
    """Stamp the database with its environment, or show its stamp."""


@command.command("set")
@click.option("--migrator", metavar="ROLE", help="Who migrates it (default: the present role).")
@json_option
@click.argument("environment", type=click.Choice(("production", "staging", "development")))
def set_stamp(migrator: str | None, as_json: bool, environment: str) -> None:
    """Stamp the database; upgrade and downgrade refuse what is not meant for it."""
    from safemigrate.guard import command as guard

    with errors_as_json(as_json):
        stamp = guard.set_environment(environment, migrator)
        print_json(guard.as_json(stamp)) if as_json else click.echo(guard.sentence(stamp))


@command.command("show")
@json_option
def show_stamp(as_json: bool) -> None:
    """Print the database's stamp."""
    from safemigrate.guard import command as guard

    with errors_as_json(as_json):
        stamp = guard.show_environment()
        print_json(guard.as_json(stamp)) if as_json else click.echo(guard.sentence(stamp))
