"""`db lint`: find what these migrations would do to a busy database."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.shared import directory_option
from safemigrate.postgres.versions import NEWEST, OLDEST

FORMATS = ("text", "json", "github", "sarif")


@click.command("lint")
@directory_option
@click.option("--since", metavar="REF", help="Check only revisions not in this git branch.")
@click.option("--all", "every", is_flag=True, help="Check every revision (the default).")
@click.option(
    "--pg",
    type=click.IntRange(OLDEST, NEWEST),
    default=OLDEST,
    show_default=True,
    help="The oldest PostgreSQL version that the migrations must support.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Format of the findings.",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(
    directory: str | None,
    since: str | None,
    every: bool,
    pg: int,
    form: str,
    as_json: bool,
    files: tuple[Path, ...],
) -> None:
    """Check migration files, without a database. Exits with 3 if there are findings.

    FILES are checked as one deployment, and so are those of --since: a table that one of them
    creates counts as new in the others.
    """
    if sum((bool(files), since is not None, every)) > 1:
        raise click.UsageError("Use only one of FILES, --since and --all.")
    from safemigrate.commands.lint import lint_project

    lines, status = lint_project(
        directory, files=files, since=since, pg=pg, form="json" if as_json else form
    )
    click.echo("\n".join(lines))
    raise click.exceptions.Exit(status)
