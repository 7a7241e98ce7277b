"""`db show`: print one revision."""

import click

from safemigrate.options import directory_option


@click.command("show")
@directory_option
@click.argument("revision", default="head")
def command(directory: str | None, revision: str) -> None:
    """Show one revision."""
    from safemigrate.engine import questions

    questions.show(directory, revision)
