"""`db baseline`: begin the revisions of a database that never had any."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("baseline")
@directory_option
@click.option("-m", "--message", default="baseline", show_default=True, help="Its description.")
@json_option
def command(directory: str | None, message: str, as_json: bool) -> None:
    """Write the revision that makes today's schema, prove it by replay, and note it."""
    from safemigrate.commands.baseline import baseline

    with answering(as_json) as answer:
        answer["revision"] = baseline(directory, message)
