"""`db switch`: take another branch's revisions back, then upgrade to this checkout's."""

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
    """Take back what this checkout has no file for, then upgrade to REVISION or BRANCH@head."""
    from safemigrate.commands.switch import ready, switch
    from safemigrate.project.configuration import configured

    def say(text: str) -> None:
        click.echo(text, err=True)

    with answering(as_json) as answer, configured(directory, x_arg=x_arg) as config:
        if dry_run:
            at = ready(config, revision)
            back, there = at.foreign, at.pending
        else:
            back, there = switch(config, revision, limits_of(options), say)
        answer |= {"taken_back": back, "applied": there, "dry_run": dry_run}
        click.echo(f"Taken back: {', '.join(back) or 'nothing'}.")
        click.echo(f"Applied: {', '.join(there) or 'nothing'}.")
