"""`db backup`: back the database up, and prove it."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.backup import folder_option, jobs_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("backup")
@folder_option
@jobs_option
@click.option(
    "--keep", type=click.IntRange(1), help="Newest kept (default: as last given here, at first 7)."
)
@click.option(
    "--keep-days",
    type=click.IntRange(0),
    help="Days that each is kept (default: as last given here, at first 30).",
)
@click.option("--verify/--no-verify", default=True, show_default=True, help="Restore it to prove.")
@json_option
def command(
    folder: Path,
    jobs: int,
    keep: int | None,
    keep_days: int | None,
    verify: bool,
    as_json: bool,
) -> None:
    """Back the database up; restore it into a scratch database and compare."""
    from safemigrate.commands import backup as work

    with answering(as_json) as answer:
        told = work.backup(folder, jobs=jobs, keep=keep, keep_days=keep_days, verify=verify)
        answer |= told.as_json()
        click.echo(told.sentence())
