"""`db stamp`: note that the database is at a revision, and run nothing."""

import click

from safemigrate.options import directory_option, sql_option, tag_option


@click.command("stamp")
@directory_option
@sql_option
@tag_option
@click.option("--purge", is_flag=True, help="Empty the version table first.")
@click.argument("revision", default="head")
def command(directory: str | None, sql: bool, tag: str | None, purge: bool, revision: str) -> None:
    """Note a revision as applied, and run nothing."""
    from safemigrate.engine import database

    database.stamp(directory, revision, sql, tag, purge)
