"""`db history`: print the revisions, newest first; with --audit, the runs of them."""

import click

from safemigrate.options import directory_option, verbose_option


@click.command("history")
@directory_option
@click.option("-r", "--rev-range", help="Only these: START:END.")
@verbose_option
@click.option("-i", "--indicate-current", is_flag=True, help="Mark where the database is.")
@click.option(
    "--audit", is_flag=True, help="List the runs instead: who, when, from where, how long."
)
@click.option("--json", "as_json", is_flag=True, help="Print the runs as JSON (with --audit).")
def command(
    directory: str | None,
    rev_range: str | None,
    verbose: bool,
    indicate_current: bool,
    audit: bool,
    as_json: bool,
) -> None:
    """List the revisions, newest first."""
    if audit or as_json:
        from safemigrate.execute.audit import print_audit

        print_audit(as_json=as_json)
        return
    from safemigrate.engine import questions

    questions.history(directory, rev_range, verbose, indicate_current)
