"""`db downgrade`: revert the database to an earlier revision."""

from typing import Any

import click

from safemigrate.cli.options.backup import yes_option
from safemigrate.cli.options.run import limit_options, limits_of
from safemigrate.cli.options.shared import directory_option, sql_option, tag_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("downgrade")
@directory_option
@sql_option
@tag_option
@x_arg_option
@limit_options
@yes_option
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
    """Revert to an earlier revision."""
    from safemigrate.commands.downgrade import downgrade, plan_downgrade

    if dry_run:
        plan_downgrade(directory, revision, x_arg, as_json=as_json)
        return
    with answering(as_json, sql=sql) as answer:
        limits = limits_of(options)
        outcome = downgrade(directory, revision, sql, tag, x_arg, limits=limits)
        if outcome:
            answer |= outcome.as_json()
