"""`db migrate`: write a revision file from what changed in the models."""

from typing import Any

import click

from safemigrate.options import revision_options, x_arg_option


@click.command("migrate")
@revision_options
@x_arg_option
def command(**options: Any) -> None:
    """Create a revision file from the models (the same as revision --autogenerate)."""
    from safemigrate.advice import say_what_no_change_means
    from safemigrate.engine import scripts

    if not scripts.migrate(**options):
        say_what_no_change_means()
