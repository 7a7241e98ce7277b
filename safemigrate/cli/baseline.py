"""`db baseline`: begin the revisions of a database that never had any."""

import click

from safemigrate.options import directory_option


@click.command("baseline")
@directory_option
@click.option("-m", "--message", default="baseline", show_default=True, help="Its description.")
@click.option("--json", "as_json", is_flag=True, help="Print the revision as JSON.")
def command(directory: str | None, message: str, as_json: bool) -> None:
    """Write the revision that makes today's schema, prove it by replay, and note it."""
    from safemigrate.drift.baseline import baseline
    from safemigrate.execute.options import errors_as_json, print_json

    with errors_as_json(as_json):
        revision = baseline(directory, message)
        if as_json:
            print_json({"revision": revision, "proven": True})
