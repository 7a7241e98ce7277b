"""`db check`: do the models and the database match?"""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("check")
@directory_option
@json_option
def command(directory: str | None, as_json: bool) -> None:
    """Exit with 1 if the models have changes without a revision."""
    from safemigrate.commands.check import check

    with answering(as_json):
        check(directory)
