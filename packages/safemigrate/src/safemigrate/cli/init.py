"""`db init`: create the migration folder."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("init")
@directory_option
@click.option("--multidb", is_flag=True, help="For an application with several databases.")
@click.option("-t", "--template", help='Template by name or path (default: "flask").')
@click.option("--package", is_flag=True, help="Also write __init__.py files.")
@json_option
def command(
    directory: str | None, multidb: bool, template: str | None, package: bool, as_json: bool
) -> None:
    """Create a new migration folder."""
    from safemigrate.commands.init import folder_answer, init

    with answering(as_json) as answer:
        init(directory, multidb, template, package)
        if as_json:
            answer |= folder_answer(directory)
