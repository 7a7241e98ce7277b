"""`db verify`: prove a backup."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.backup import folder_option, jobs_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("verify")
@folder_option
@jobs_option
@json_option
@click.argument("name", metavar="ID")
def command(folder: Path, jobs: int, as_json: bool, name: str) -> None:
    """Prove a backup. Checks its checksums, restores it into a scratch database, and compares."""
    from safemigrate.commands import verify as work

    with answering(as_json) as answer:
        report = work.verify(folder, name, jobs=jobs)
        answer |= report.as_json()
        click.echo(report.sentence())
