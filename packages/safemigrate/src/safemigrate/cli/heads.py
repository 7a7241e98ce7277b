"""`db heads`: print the revisions that no other revision follows."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, verbose_option
from safemigrate.project.json_answer import answering


@click.command("heads")
@directory_option
@verbose_option
@click.option(
    "--resolve-dependencies", is_flag=True, help="Count a dependency as a revision that follows."
)
@json_option
def command(
    directory: str | None, verbose: bool, resolve_dependencies: bool, as_json: bool
) -> None:
    """Show the heads."""
    from safemigrate.commands.heads import heads, heads_answer

    with answering(as_json) as answer:
        if as_json:
            answer |= heads_answer(directory, resolve_dependencies=resolve_dependencies)
        else:
            heads(directory, verbose, resolve_dependencies)
