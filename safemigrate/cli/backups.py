"""`db backups`: list what is there."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.backup.options import folder_option, json_option
from safemigrate.execute.options import errors_as_json, print_json


@click.command("backups")
@folder_option
@json_option
def command(folder: Path, as_json: bool) -> None:
    """List the backups, newest first: id, when, size, revision, proven or not, age."""
    from safemigrate.backup.listing import as_lines, as_rows

    with errors_as_json(as_json):
        if as_json:
            print_json(as_rows(folder))
            return
        for line in as_lines(folder):
            click.echo(line)
