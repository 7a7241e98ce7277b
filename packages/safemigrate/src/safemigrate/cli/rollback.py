"""`db rollback`: revert what the last upgrade command applied."""

from typing import Any

import click

from safemigrate.cli.options.backup import yes_option
from safemigrate.cli.options.run import limit_options, limits_of
from safemigrate.cli.options.shared import directory_option, tag_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("rollback")
@directory_option
@tag_option
@x_arg_option
@limit_options
@yes_option
def command(
    directory: str | None,
    tag: str | None,
    x_arg: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Revert what the last upgrade command applied."""
    from safemigrate.commands.rollback import plan_rollback, rollback

    limits = limits_of(options)
    if dry_run:
        plan_rollback(directory, x_arg, limits, as_json=as_json)
        return
    with answering(as_json) as answer:
        answer |= rollback(directory, tag, x_arg, limits).as_json()
