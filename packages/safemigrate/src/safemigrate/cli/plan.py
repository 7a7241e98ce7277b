"""`db plan`: run the pending revisions on a clone, and report what they would do."""

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
    help="Exit with 3 if an application would be blocked longer: 250ms, 2s, 1min.",
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
    """Show what an upgrade would lock, rewrite and read. Runs it on a clone of the schema."""
    from safemigrate.commands.plan import plan, refuse_long_block
    from safemigrate.plan.plan_report import report

    document = plan(directory, revision, x_arg, output=output)
    if as_json:
        print_json(document)
    else:
        click.echo(report(document), nl=False)
    if document["failure"]:
        raise click.exceptions.Exit(ExitStatus.FAILED)
    if max_block is not None:
        refuse_long_block(document, max_block)
