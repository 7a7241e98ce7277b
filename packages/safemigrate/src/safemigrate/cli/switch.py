"""`db switch`: revert another branch's revisions, then upgrade to this checkout's."""

from typing import Any

import click

from safemigrate.cli.options.run import limit_options, limits_of
from safemigrate.cli.options.shared import directory_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("switch")
@directory_option
@x_arg_option
@limit_options
@click.argument("revision", default="head")
def command(
    directory: str | None,
    x_arg: tuple[str, ...],
    revision: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Revert another branch's revisions, then upgrade.

    Reverts revisions this checkout does not have, and upgrades to REVISION or BRANCH@head.
    """
    from safemigrate.commands.switch import ready, switch
    from safemigrate.project.configuration import configured

    def say(text: str) -> None:
        click.echo(text, err=True)

    with answering(as_json) as answer, configured(directory, x_arg=x_arg) as config:
        if dry_run:
            position = ready(config, revision)
            reverted, applied = position.foreign, position.pending
        else:
            reverted, applied = switch(config, revision, limits_of(options), say)
        answer |= {"taken_back": reverted, "applied": applied, "dry_run": dry_run}
        click.echo(f"Reverted: {', '.join(reverted) or 'nothing'}.")
        click.echo(f"Applied: {', '.join(applied) or 'nothing'}.")
