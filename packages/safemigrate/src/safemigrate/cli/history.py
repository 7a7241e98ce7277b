"""`db history`: print the revisions, newest first; with --audit, their runs."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, verbose_option
from safemigrate.project.json_answer import answering


@click.command("history")
@directory_option
@click.option("-r", "--rev-range", help="Only this range, START:END.")
@verbose_option
@click.option("-i", "--indicate-current", is_flag=True, help="Mark where the database is.")
@click.option(
    "--audit", is_flag=True, help="List the runs instead: who, when, on which machine, how long."
)
@json_option
def command(
    directory: str | None,
    rev_range: str | None,
    verbose: bool,
    indicate_current: bool,
    audit: bool,
    as_json: bool,
) -> None:
    """List the revisions, newest first."""
    if audit:
        from safemigrate.journal.audit import print_audit

        print_audit(as_json=as_json)
        return
    from safemigrate.commands.history import history, history_answer

    with answering(as_json) as answer:
        if as_json:
            answer |= history_answer(directory, rev_range, indicate_current=indicate_current)
        else:
            history(directory, rev_range, verbose, indicate_current)
