"""`db baseline`: write the first revision of a database that never had one."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("baseline")
@directory_option
@click.option("-m", "--message", default="baseline", show_default=True, help="Its description.")
@json_option
def command(directory: str | None, message: str, as_json: bool) -> None:
    """Write a revision that makes the current schema. Proves it by replay, and records it."""
    from safemigrate.commands.baseline import baseline

    with answering(as_json) as answer:
        answer["revision"] = baseline(directory, message)
