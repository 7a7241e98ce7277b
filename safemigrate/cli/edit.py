"""`db edit`: open a revision file in the editor."""

import click

from safemigrate.options import directory_option


@click.command("edit")
@directory_option
@click.argument("revision", default="head")
def command(directory: str | None, revision: str) -> None:
    """Edit a revision file in the program that EDITOR names."""
    from safemigrate.engine import scripts

    scripts.edit(directory, revision)
