"""`db edit`: open a revision file in the editor."""

import click

from safemigrate.json_answer import answering
from safemigrate.options import directory_option, json_option


@click.command("edit")
@directory_option
@json_option
@click.argument("revision", default="head")
def command(directory: str | None, as_json: bool, revision: str) -> None:
    """Edit a revision file in the program that EDITOR names."""
    from safemigrate.engine import answers, scripts

    with answering(as_json) as answer:
        scripts.edit(directory, revision)
        if as_json:
            answer |= answers.show(directory, revision)
