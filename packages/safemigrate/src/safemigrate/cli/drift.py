"""`db drift`: what is in the database and not made by its revisions, and the other way round."""

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
    "how",
    type=click.Choice(["adopt", "revert"]),
    help="Write the revision that makes the differences everywhere, or undoes them here.",
)
def command(directory: str | None, x_arg: tuple[str, ...], as_json: bool, how: str | None) -> None:
    """Compare the database with what its revisions make; exits with 4 where they differ."""
    from safemigrate.commands.drift import drift, repair
    from safemigrate.state.drift import drift_report as report

    with answering(as_json) as answer:
        found = drift(directory, x_arg)
        answer |= report.as_json(found)
        report.print_text(found)
        if how and found.differences:
            answer["files"] = repair(found, how, directory)
    if found.differences:
        raise click.exceptions.Exit(ExitStatus.DRIFT)
