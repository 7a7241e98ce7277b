"""`db merge`: write a revision that joins several heads."""

import click

from safemigrate.cli.options.shared import (
    branch_label_option,
    directory_option,
    json_option,
    message_option,
    rev_id_option,
    splice_option,
)
from safemigrate.project.json_answer import answering


@click.command("merge")
@directory_option
@message_option
@branch_label_option
@rev_id_option
@splice_option
@click.option(
    "--auto",
    is_flag=True,
    help="First prove on temporary databases that their order does not matter.",
)
@json_option
@click.argument("revisions", nargs=-1)
def command(
    directory: str | None,
    message: str | None,
    branch_label: str | None,
    rev_id: str | None,
    splice: bool,
    auto: bool,
    as_json: bool,
    revisions: tuple[str, ...],
) -> None:
    """Join several revisions in a new one. `heads` means all heads, the default with --auto."""
    from safemigrate.commands.advice import say_that_nothing_merges
    from safemigrate.commands.merge import merge
    from safemigrate.commands.revision_records import records

    with answering(as_json) as answer:
        if auto:
            from safemigrate.testing.teams.commute import prove

            revisions = prove(directory, revisions)
            click.echo(f"{' and '.join(revisions)} commute: both orders have the same result.")
            message = message or f"merge {' and '.join(revisions)}"
            answer["commute"] = list(revisions)
        written = merge(directory, revisions, message, branch_label, rev_id, splice=splice)
        answer["files"] = records([written])
    if not written:
        say_that_nothing_merges(revisions)
