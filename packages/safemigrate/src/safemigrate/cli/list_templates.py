"""`db list-templates`: the templates that `db init` knows."""

import click

from safemigrate.json_answer import answering
from safemigrate.options import json_option


@click.command("list-templates")
@json_option
def command(as_json: bool) -> None:
    """List available templates."""
    from safemigrate.engine import answers, scripts

    with answering(as_json) as answer:
        scripts.list_templates()
        answer |= answers.templates()
