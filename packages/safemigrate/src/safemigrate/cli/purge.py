"""`db purge`: end soft drops."""

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
    help="What was set aside at least so long ago: 36h, 14d, 2w.",
)
@click.option("--dry-run", is_flag=True, help="Print what would go, and change nothing.")
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
    """Drop for good what op.drop_column_softly and op.drop_table_softly have set aside.

    After that a downgrade cannot bring it back.
    """
    from safemigrate.commands.purge import purge
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured

    def say(text: str) -> None:
        click.echo(text, err=True)

    with answering(as_json) as answer, configured(directory):
        limits = replace(Limits.from_environment(), overrides=overrides, confirmed=yes)
        found = purge(limits, timedelta(seconds=older_than), dry_run=dry_run, say=say)
        answer |= {"purged": [each.as_json() for each in found], "dry_run": dry_run}
        if not found:
            click.echo("Nothing was set aside so long ago.")
        elif dry_run:
            click.echo("\n".join(f"Would purge {each}." for each in found))
        else:
            click.echo(f"Purged: {len(found)}.")
