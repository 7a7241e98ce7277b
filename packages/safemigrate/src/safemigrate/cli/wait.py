"""`db wait`: wait until a revision has been applied to the database."""

import click

from safemigrate.cli.options.shared import Duration, directory_option, json_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("wait")
@directory_option
@x_arg_option
@click.option("--for", "revision", default="head", show_default=True, help="The revision.")
@click.option("--timeout", type=Duration(), default="5m", show_default=True, help="Time limit.")
@json_option
def command(
    directory: str | None, x_arg: tuple[str, ...], revision: str, timeout: float, as_json: bool
) -> None:
    """Wait until a revision has been applied. Run this before an application starts."""
    from safemigrate.commands.wait import wait

    with answering(as_json) as answer:
        wait(directory, x_arg, revision, timeout)
        answer["revision"] = revision
