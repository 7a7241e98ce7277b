"""`db verify`: prove a backup."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.backup.options import folder_option, jobs_option, json_option
from safemigrate.execute.options import errors_as_json, print_json


@click.command("verify")
@folder_option
@jobs_option
@json_option
@click.argument("name", metavar="ID")
def command(folder: Path, jobs: int, as_json: bool, name: str) -> None:
    """Compare a backup's checksums, restore it into a scratch database, and compare that."""
    from safemigrate.backup import command as work

    with errors_as_json(as_json):
        told = work.verify(folder, name, jobs=jobs)
        print_json(told.as_json()) if as_json else click.echo(told.sentence())
