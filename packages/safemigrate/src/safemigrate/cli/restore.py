"""`db restore`: restore a backup."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.backup import folder_option, jobs_option, yes_option
from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("restore")
@folder_option
@jobs_option
@click.option("--into", metavar="DATABASE", help="The new database (default: the backup's id).")
@click.option("--in-place", is_flag=True, help="Replace the current database.")
@click.option("--end-sessions", is_flag=True, help="With --in-place: end its sessions first.")
@click.option("--table", metavar="NAME", help="Restore only this table, into a new database.")
@yes_option
@json_option
@click.argument("name", metavar="ID")
def command(
    folder: Path,
    jobs: int,
    into: str | None,
    in_place: bool,
    end_sessions: bool,
    table: str | None,
    yes: str | None,
    as_json: bool,
    name: str,
) -> None:
    """Restore a backup into a new database. With --in-place, replaces the current one."""
    if in_place and (into or table):
        raise click.UsageError("--in-place replaces the whole database: omit --into and --table.")
    from safemigrate.commands import restore as work

    with answering(as_json) as answer:
        if in_place:
            report = work.restore_in_place(
                folder, name, yes=yes, jobs=jobs, end_sessions=end_sessions
            )
        else:
            report = work.restore(folder, name, into=into, table=table, jobs=jobs)
        answer |= report.as_json()
        click.echo(report.sentence())
