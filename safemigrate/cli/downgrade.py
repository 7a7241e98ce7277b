"""`db downgrade`: take the database back to a revision."""

import click

from safemigrate.options import directory_option, sql_option, tag_option, x_arg_option


@click.command("downgrade")
@directory_option
@sql_option
@tag_option
@x_arg_option
@click.argument("revision", default="-1")
def command(
    directory: str | None, sql: bool, tag: str | None, x_arg: tuple[str, ...], revision: str
) -> None:
    """Go back to an earlier revision."""
    from safemigrate.engine import database

    database.downgrade(directory, revision, sql, tag, x_arg)
