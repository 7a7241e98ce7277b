"""`db current`: print the revision that the database is at."""

import click

from safemigrate.options import directory_option, verbose_option


@click.command("current")
@directory_option
@verbose_option
@click.option("--check-heads", is_flag=True, help="Exit with 1 where a revision is pending.")
def command(directory: str | None, verbose: bool, check_heads: bool) -> None:
    """Show where the database is."""
    from safemigrate.engine import questions

    questions.current(directory, verbose, check_heads=check_heads)
