"""`db status`: where the database is and what is to come."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("status")
@directory_option
@x_arg_option
@json_option
def command(directory: str | None, x_arg: tuple[str, ...], as_json: bool) -> None:
    """Show where the database is, what is pending, and what is not as it was applied."""
    from safemigrate.commands.status import status
    from safemigrate.state.status import lines

    with answering(as_json) as answer:
        told = status(directory, x_arg)
        answer |= told
        for line in lines(told):
            click.echo(line)
