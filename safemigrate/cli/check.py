"""`db check`: do the models and the database agree?"""

import click

from safemigrate.options import directory_option


@click.command("check")
@directory_option
def command(directory: str | None) -> None:
    """Exit with 1 where the models have changes that no revision has."""
    from safemigrate.engine import questions

    questions.check(directory)
