"""`db init`: make the migration folder."""

import click

from safemigrate.options import directory_option


@click.command("init")
@directory_option
@click.option("--multidb", is_flag=True, help="For an application with several databases.")
@click.option("-t", "--template", help='Template by name or path (default: "flask").')
@click.option("--package", is_flag=True, help="Write __init__.py files, too.")
def command(directory: str | None, multidb: bool, template: str | None, package: bool) -> None:
    """Create a new migration folder."""
    from safemigrate.engine import scripts

    scripts.init(directory, multidb, template, package)
