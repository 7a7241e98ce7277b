"""`db show`: print one revision."""

import click

from safemigrate.json_answer import answering
from safemigrate.options import directory_option, json_option


@click.command("show")
@directory_option
@json_option
@click.argument("revision", default="head")
def command(directory: str | None, as_json: bool, revision: str) -> None:
    """Show one revision."""
    from safemigrate.engine import answers, questions

    with answering(as_json) as answer:
        if as_json:
            answer |= answers.show(directory, revision)
        else:
            questions.show(directory, revision)
