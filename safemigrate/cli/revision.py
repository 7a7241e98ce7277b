"""`db revision`: write an empty revision file, or one filled from the models."""

from typing import Any

import click

from safemigrate.options import revision_options


@click.command("revision")
@revision_options
@click.option(
    "--autogenerate", is_flag=True, help="Fill it from the difference of models and database."
)
def command(**options: Any) -> None:
    """Create a new revision file."""
    from safemigrate.advice import say_what_no_change_means
    from safemigrate.engine import scripts

    if not scripts.revision(**options):
        say_what_no_change_means()
