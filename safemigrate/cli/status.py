"""`db status`: where the database is and what is to come."""

import click

from safemigrate.options import directory_option, x_arg_option


@click.command("status")
@directory_option
@x_arg_option
@click.option("--json", "as_json", is_flag=True, help="Print the status as JSON.")
def command(directory: str | None, x_arg: tuple[str, ...], as_json: bool) -> None:
    """Show where the database is, what is pending, and what is not as it was applied."""
    from safemigrate.configuration import configured
    from safemigrate.execute.options import errors_as_json, print_json
    from safemigrate.integrity.status import lines, status

    with errors_as_json(as_json), configured(directory, x_arg=x_arg) as config:
        told = status(config)
        if as_json:
            print_json(told)
            return
        for line in lines(told):
            click.echo(line)
