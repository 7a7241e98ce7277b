"""`db plan`: run the pending revisions on a clone and say what they would do."""

from __future__ import annotations

import click

from safemigrate.json_answer import print_json
from safemigrate.options import directory_option, json_option, milliseconds, x_arg_option


@click.command("plan")
@directory_option
@x_arg_option
@json_option
@click.option("-o", "--output", metavar="FILE", help="Write the plan for `upgrade --plan FILE`.")
@click.option(
    "--max-block",
    callback=milliseconds,
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
    from safemigrate.plan.words import duration

    made = planner.document(planner.make_plan(directory, revision, x_arg))
    if output:
        Path(output).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    if as_json:
        print_json(made)
    else:
        click.echo(planner.report(made), nl=False)
    if made["failure"]:
        raise click.exceptions.Exit(1)
    longest = made["longest_block"]
    if max_block is not None and longest and longest["milliseconds"] > max_block:
        where = f"{longest['revision']}, line {longest['line']}"
        predicted = duration(longest["milliseconds"])
        raise planner.BlockTooLong(predicted, duration(max_block), where)
