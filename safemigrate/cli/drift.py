"""`db drift`: what is in the database and not made by its revisions, and the other way round."""

import click

from safemigrate.options import directory_option, x_arg_option


@click.command("drift")
@directory_option
@x_arg_option
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.option(
    "--repair",
    type=click.Choice(["adopt", "revert"]),
    help="Write the revision that makes the differences everywhere, or undoes them here.",
)
def command(
    directory: str | None, x_arg: tuple[str, ...], as_json: bool, repair: str | None
) -> None:
    """Compare the database with what its revisions make; exits with 4 where they differ."""
    from safemigrate.drift import report
    from safemigrate.execute.options import errors_as_json

    with errors_as_json(as_json):
        found = report.drift(directory, x_arg)
        (report.print_json if as_json else report.print_text)(found)
        if repair and found.left:
            from safemigrate.drift.repair import write

            write(found, repair, directory)
    if found.left:
        raise click.exceptions.Exit(report.DRIFT)
