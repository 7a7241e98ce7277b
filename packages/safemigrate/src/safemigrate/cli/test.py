"""`db test`: test this project's own migrations on temporary databases."""

from __future__ import annotations

import click

from safemigrate.cli.options.shared import Duration, directory_option, json_option, x_arg_option
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.json_answer import answering

CHECKS = (
    "one-head",
    "base-to-head",
    "models-match",
    "there-and-back",
    "killed",
    "budget",
    "two-deployers",
)


@click.command("test")
@directory_option
@x_arg_option
@json_option
@click.option(
    "--check",
    "wanted",
    multiple=True,
    type=click.Choice(CHECKS),
    help="Only this check (may be repeated).",
)
@click.option("--since", metavar="REF", help="Test only revisions not in this git branch.")
@click.option(
    "--max-block",
    type=Duration(),
    metavar="TIME",
    help="How long a revision may block an application: 250ms, 2s, 1min.",
)
@click.option(
    "--rows",
    type=click.IntRange(0),
    help="Rows in each table, for --max-block (default: the application's own tables).",
)
def command(
    directory: str | None,
    x_arg: tuple[str, ...],
    as_json: bool,
    wanted: tuple[str, ...],
    since: str | None,
    max_block: float | None,
    rows: int | None,
) -> None:
    """Test the migrations on temporary databases. Exits with 1 if a check fails."""
    from safemigrate.commands.test import is_well, run_checks

    with answering(as_json) as answer:
        results = run_checks(
            directory,
            x_arg,
            wanted=wanted,
            since=since,
            max_block=max_block,
            rows=rows,
            say=click.echo,
        )
        answer["result"] = "passed" if is_well(results) else "failed"
        answer["checks"] = [result.as_json() for result in results]
    if not is_well(results):
        raise click.exceptions.Exit(ExitStatus.FAILED)
