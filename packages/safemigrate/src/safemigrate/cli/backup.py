"""`db backup`: back up the database, and prove the backup."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.backup.retention import Retention
from safemigrate.cli.options.backup import folder_option, jobs_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("backup")
@folder_option
@jobs_option
@click.option(
    "--keep",
    type=click.IntRange(1),
    help=f"Backups to keep (default: the folder's setting, or {Retention.keep}).",
)
@click.option(
    "--keep-days",
    type=click.IntRange(0),
    help=f"Days to keep each backup (default: the folder's setting, or {Retention.keep_days}).",
)
@click.option("--verify/--no-verify", default=True, show_default=True, help="Restore to prove it.")
@json_option
def command(
    folder: Path,
    jobs: int,
    keep: int | None,
    keep_days: int | None,
    verify: bool,
    as_json: bool,
) -> None:
    """Back up the database. Proves the backup by restoring it into a scratch database."""
    from safemigrate.commands import backup as work

    with answering(as_json) as answer:
        report = work.backup(folder, jobs=jobs, keep=keep, keep_days=keep_days, verify=verify)
        answer |= report.as_json()
        click.echo(report.sentence())
