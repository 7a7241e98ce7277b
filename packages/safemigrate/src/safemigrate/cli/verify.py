"""`db verify`: prove a backup."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.backup.options import folder_option, jobs_option
from safemigrate.json_answer import answering
from safemigrate.options import json_option


@click.command("verify")
@folder_option
@jobs_option
@json_option
@click.argument("name", metavar="ID")
def command(folder: Path, jobs: int, as_json: bool, name: str) -> None:
    """Compare a backup's checksums, restore it into a scratch database, and compare that."""
    from safemigrate.backup import command as work

    with answering(as_json) as answer:
        told = work.verify(folder, name, jobs=jobs)
        answer |= told.as_json()
        click.echo(told.sentence())
