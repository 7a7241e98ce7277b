"""`db baseline`: begin the revisions of a database that never had any."""

import click

from safemigrate.json_answer import answering
from safemigrate.options import directory_option, json_option


@click.command("baseline")
@directory_option
@click.option("-m", "--message", default="baseline", show_default=True, help="Its description.")
@json_option
def command(directory: str | None, message: str, as_json: bool) -> None:
    """Write the revision that makes today's schema, prove it by replay, and note it."""
    from safemigrate.drift.baseline import baseline

    with answering(as_json) as answer:
        answer["revision"] = baseline(directory, message)
