"""`db backups`: list the backups."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.backup import folder_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("backups")
@folder_option
@json_option
def command(folder: Path, as_json: bool) -> None:
    """List the backups, newest first. Shows id, time, size, revision, proven or not, and age."""
    from safemigrate.commands.backups import as_lines, as_rows

    with answering(as_json) as answer:
        answer["backups"] = as_rows(folder)
        for line in as_lines(folder):
            click.echo(line)
