"""`db downgrade`: take the database back to a revision."""

from typing import Any

import click

from safemigrate.execute.options import errors_as_json, limit_options, limits_of, print_json
from safemigrate.options import directory_option, sql_option, tag_option, x_arg_option


@click.command("downgrade")
@directory_option
@sql_option
@tag_option
@x_arg_option
@limit_options
@click.argument("revision", default="-1")
def command(
    directory: str | None,
    sql: bool,
    tag: str | None,
    x_arg: tuple[str, ...],
    revision: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Go back to an earlier revision."""
    from safemigrate.engine import database

    with errors_as_json(as_json):
        if dry_run:
            database.plan_downgrade(directory, revision, x_arg, as_json=as_json)
            return
        outcome = database.downgrade(
            directory, revision, sql, tag, x_arg, limits=limits_of(options)
        )
        if as_json and outcome:
            print_json(outcome.as_json())
