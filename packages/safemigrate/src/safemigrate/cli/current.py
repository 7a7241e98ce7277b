"""`db current`: print the revision that the database is at."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, verbose_option
from safemigrate.project.json_answer import answering


@click.command("current")
@directory_option
@verbose_option
@click.option("--check-heads", is_flag=True, help="Exit with 1 if a revision is pending.")
@json_option
def command(directory: str | None, verbose: bool, check_heads: bool, as_json: bool) -> None:
    """Show the database's current revision."""
    from safemigrate.commands.current import current, current_answer

    with answering(as_json) as answer:
        current(directory, verbose, check_heads=check_heads)
        if as_json:
            answer |= current_answer(directory)
