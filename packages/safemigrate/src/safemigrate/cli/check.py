"""`db check`: do the models and the database agree?"""

import click

from safemigrate.json_answer import answering
from safemigrate.options import directory_option, json_option


@click.command("check")
@directory_option
@json_option
def command(directory: str | None, as_json: bool) -> None:
    """Exit with 1 where the models have changes that no revision has."""
    from safemigrate.engine import questions

    with answering(as_json):
        questions.check(directory)
