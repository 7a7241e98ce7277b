"""`db rollback`: take back what the last upgrade command applied."""

from typing import Any

import click

from safemigrate.backup.options import yes_option
from safemigrate.execute.options import limit_options, limits_of
from safemigrate.json_answer import answering
from safemigrate.options import directory_option, tag_option, x_arg_option


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
    """Go back to before the last upgrade command, however many revisions it applied."""
    from safemigrate.configuration import configured
    from safemigrate.execute import command as execute

    with configured(directory, x_arg=x_arg) as config:
        if dry_run:
            execute.plan_rollback(config, limits_of(options), as_json=as_json)
            return
        with answering(as_json) as answer:
            answer |= execute.rollback(config, tag, limits_of(options)).as_json()
