"""`db show`: print one revision; if it has no file, the source stored in the database."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("show")
@directory_option
@json_option
@click.option("--kept", is_flag=True, help="Print the file as it was applied here.")
@click.argument("revision", default="head")
def command(directory: str | None, as_json: bool, kept: bool, revision: str) -> None:
    """Show one revision."""
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    from safemigrate.commands.show import show, show_answer
    from safemigrate.state.lost_files import NothingKept
    from safemigrate.state.own_position import kept_source

    with answering(as_json) as answer:
        if not kept:
            try:
                if as_json:
                    answer |= show_answer(directory, revision)
                else:
                    show(directory, revision)
                return
            except (CommandError, RevisionError):
                if not kept_source(directory, revision):
                    raise
                click.echo(f"Revision {revision} has no file; the database stored this:", err=True)
        source = kept_source(directory, revision)
        if source is None:
            raise NothingKept(revision)
        answer |= {"revision": source.revision, "kept": source.source}
        click.echo(source.source, nl=False)
