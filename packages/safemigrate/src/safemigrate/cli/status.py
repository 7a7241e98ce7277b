"""`db status`: which revision the database is at, and what is pending."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("status")
@directory_option
@x_arg_option
@json_option
def command(directory: str | None, x_arg: tuple[str, ...], as_json: bool) -> None:
    """Show the current revision and what is pending. Also lists edited and missing files."""
    from safemigrate.commands.status import status
    from safemigrate.state.status import lines

    with answering(as_json) as answer:
        values = status(directory, x_arg)
        answer |= values
        for line in lines(values):
            click.echo(line)
