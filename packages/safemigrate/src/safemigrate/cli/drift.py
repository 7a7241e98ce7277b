"""`db drift`: how the database differs from what its revisions make."""

import click

from safemigrate.cli.options.shared import directory_option, json_option, x_arg_option
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.json_answer import answering


@click.command("drift")
@directory_option
@x_arg_option
@json_option
@click.option(
    "--repair",
    type=click.Choice(["adopt", "revert"]),
    help="Write a revision that makes the differences everywhere, or undoes them here.",
)
def command(
    directory: str | None, x_arg: tuple[str, ...], as_json: bool, repair: str | None
) -> None:
    """Compare the database with what its revisions make. Exits with 4 if they differ."""
    from safemigrate.commands.drift import write_repair
    from safemigrate.state.drift import drift_report as report

    with answering(as_json) as answer:
        comparison = report.drift(directory, x_arg)
        answer |= report.as_json(comparison)
        report.print_text(comparison)
        if repair and comparison.differences:
            answer["files"] = write_repair(comparison, repair, directory)
    if comparison.differences:
        raise click.exceptions.Exit(ExitStatus.DRIFT)
