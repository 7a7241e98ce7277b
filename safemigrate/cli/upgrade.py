"""`db upgrade`: bring the database up to a revision."""

import click

from safemigrate.options import directory_option, sql_option, tag_option, x_arg_option


@click.command("upgrade")
@directory_option
@sql_option
@tag_option
@x_arg_option
@click.argument("revision", default="head")
def command(
    directory: str | None, sql: bool, tag: str | None, x_arg: tuple[str, ...], revision: str
) -> None:
    """Upgrade to a later revision."""
    from safemigrate.engine import database

    database.upgrade(directory, revision, sql, tag, x_arg)
