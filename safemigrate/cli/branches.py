"""`db branches`: print the revisions that several others follow."""

import click

from safemigrate.options import directory_option, verbose_option


@click.command("branches")
@directory_option
@verbose_option
def command(directory: str | None, verbose: bool) -> None:
    """Show the branch points."""
    from safemigrate.engine import questions

    questions.branches(directory, verbose)
