"""`db edit`: open a revision file in the editor."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("edit")
@directory_option
@json_option
@click.argument("revision", default="head")
def command(directory: str | None, as_json: bool, revision: str) -> None:
    """Edit a revision file with $EDITOR."""
    from safemigrate.commands.edit import edit
    from safemigrate.commands.show import show_answer

    with answering(as_json) as answer:
        edit(directory, revision)
        if as_json:
            answer |= show_answer(directory, revision)
