"""The `levy` command, which a clerk types at a terminal."""

from collections.abc import Callable
from importlib import import_module

import click
from flask import Flask

from levy.errors import LevyError

COMMANDS = {
    "season": "levy.cli.season",
    "conformance": "levy.cli.conformance",
    "reconcile": "levy.cli.reconcile",
    "serve": "levy.cli.serve",
}


class LevyGroup(click.Group):
    """Imports a command's file when it is typed, and prints a LevyError as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands, in the order in which a season uses them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; on a LevyError, print its message and exit with status 1."""
        try:
            return super().invoke(ctx)
        except LevyError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=LevyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def levy() -> None:
    """Compute a county's property-tax levies, exact to the cent."""


def run(create_app: Callable[[], Flask]) -> None:
    """Run the command line; the application is created when a command first needs it."""
    levy.main(obj=create_app, prog_name="levy")
