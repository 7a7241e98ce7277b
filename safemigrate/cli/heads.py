"""`db heads`: print the revisions that no other follows."""

import click

from safemigrate.options import directory_option, verbose_option


@click.command("heads")
@directory_option
@verbose_option
@click.option(
    "--resolve-dependencies", is_flag=True, help="Count a dependency as a revision that follows."
)
def command(directory: str | None, verbose: bool, resolve_dependencies: bool) -> None:
    """Show the heads."""
    from safemigrate.engine import questions

    questions.heads(directory, verbose, resolve_dependencies)
