"""`db show`: print one revision; its kept source where it has no file."""

import click

from safemigrate.options import directory_option


@click.command("show")
@directory_option
@click.option("--kept", is_flag=True, help="Print the file as it was when it was applied here.")
@click.argument("revision", default="head")
def command(directory: str | None, kept: bool, revision: str) -> None:
    """Show one revision."""
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    from safemigrate.engine import questions
    from safemigrate.integrity.errors import NothingKept
    from safemigrate.integrity.here import kept_source

    if kept:
        text = kept_source(revision)
        if text is None:
            raise NothingKept(revision)
        click.echo(text, nl=False)
        return
    try:
        questions.show(directory, revision)
    except (CommandError, RevisionError):
        text = kept_source(revision)
        if text is None:
            raise
        click.echo(f"Revision {revision} has no file; the database keeps this:", err=True)
        click.echo(text, nl=False)
