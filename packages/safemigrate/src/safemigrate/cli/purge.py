"""`db purge`: finish soft drops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import click

from safemigrate.cli.options.backup import yes_option
from safemigrate.cli.options.run import override_option
from safemigrate.cli.options.shared import Duration, directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("purge")
@directory_option
@click.option(
    "--older-than",
    type=Duration(),
    default="14d",
    show_default=True,
    help="Purge what was set aside at least this long ago: 36h, 14d, 2w.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be dropped; change nothing.")
@yes_option
@override_option
@json_option
def command(
    directory: str | None,
    older_than: float,
    dry_run: bool,
    yes: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Permanently drop what soft drops set aside.

    Soft drops are op.drop_column_softly and op.drop_table_softly; a downgrade can restore what
    they set aside until it is purged.
    """
    from safemigrate.commands.purge import purge
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured

    def say(text: str) -> None:
        click.echo(text, err=True)

    with answering(as_json) as answer, configured(directory):
        limits = replace(Limits.from_environment(), overrides=overrides, confirmed=yes)
        soft_drops = purge(limits, timedelta(seconds=older_than), dry_run=dry_run, say=say)
        answer |= {"purged": [drop.as_json() for drop in soft_drops], "dry_run": dry_run}
        if not soft_drops:
            click.echo("Nothing was set aside that long ago.")
        elif dry_run:
            click.echo("\n".join(f"Would purge {drop}." for drop in soft_drops))
        else:
            click.echo(f"Purged: {len(soft_drops)}.")
