"""`db history`: print the revisions, newest first."""

import click

from safemigrate.options import directory_option, verbose_option


@click.command("history")
@directory_option
@click.option("-r", "--rev-range", help="Only these: START:END.")
@verbose_option
@click.option("-i", "--indicate-current", is_flag=True, help="Mark where the database is.")
def command(
    directory: str | None, rev_range: str | None, verbose: bool, indicate_current: bool
) -> None:
    """List the revisions, newest first."""
    from safemigrate.engine import questions

    questions.history(directory, rev_range, verbose, indicate_current)
