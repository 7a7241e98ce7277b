"""`db list-templates`: the templates that `db init` knows."""

import click


@click.command("list-templates")
def command() -> None:
    """List available templates."""
    from safemigrate.engine import scripts

    scripts.list_templates()
