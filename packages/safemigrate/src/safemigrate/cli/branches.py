"""`db branches`: print the revisions that more than one other follows."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, verbose_option
from safemigrate.project.json_answer import answering


@click.command("branches")
@directory_option
@verbose_option
@json_option
def command(directory: str | None, verbose: bool, as_json: bool) -> None:
    """Show the branch points."""
    from safemigrate.commands.branches import branches, branches_answer

    with answering(as_json) as answer:
        if as_json:
            answer |= branches_answer(directory)
        else:
            branches(directory, verbose)
