"""`db list-templates`: list the templates of `db init`."""

import click

from safemigrate.cli.options.shared import json_option
from safemigrate.project.json_answer import answering


@click.command("list-templates")
@json_option
def command(as_json: bool) -> None:
    """List available templates."""
    from safemigrate.commands.list_templates import list_templates, templates_answer

    with answering(as_json) as answer:
        list_templates()
        answer |= templates_answer()
