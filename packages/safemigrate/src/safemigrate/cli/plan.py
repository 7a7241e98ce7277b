"""`db plan`: run the pending revisions on a clone and say what they would do."""

from __future__ import annotations

import click

from safemigrate.cli.options.shared import Duration, directory_option, json_option, x_arg_option
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.json_answer import print_json


@click.command("plan")
@directory_option
@x_arg_option
@json_option
@click.option("-o", "--output", metavar="FILE", help="Write the plan for `upgrade --plan FILE`.")
@click.option(
    "--max-block",
    type=Duration(),
    metavar="TIME",
    help="Exit with 3 where an application would wait longer: 250ms, 2s, 1min.",
)
@click.argument("revision", default="head")
def command(
    directory: str | None,
    x_arg: tuple[str, ...],
    as_json: bool,
    output: str | None,
    max_block: float | None,
    revision: str,
) -> None:
    """Show what an upgrade would lock, rewrite and read, by running it on a clone."""
    import json
    from pathlib import Path

    from safemigrate import plan as planner
    from safemigrate.postgres.durations import duration_words

    made = planner.document(planner.make_plan(directory, revision, x_arg))
    if output:
        Path(output).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    if as_json:
        print_json(made)
    else:
        click.echo(planner.report(made), nl=False)
    if made["failure"]:
        raise click.exceptions.Exit(ExitStatus.FAILED)
    longest = made["longest_block"]
    if max_block is not None and longest and longest["milliseconds"] > max_block * 1000:
        where = f"{longest['revision']}, line {longest['line']}"
        predicted = duration_words(longest["milliseconds"] / 1000)
        raise planner.BlockTooLong(predicted, duration_words(max_block), where)
