"""`db wait`: wait until the database has had a revision."""

import click

from safemigrate.execute.options import Duration
from safemigrate.options import directory_option, x_arg_option


@click.command("wait")
@directory_option
@x_arg_option
@click.option("--for", "revision", default="head", show_default=True, help="The revision.")
@click.option("--timeout", type=Duration(), default="5min", show_default=True, help="At most.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(
    directory: str | None, x_arg: tuple[str, ...], revision: str, timeout: float, as_json: bool
) -> None:
    """Wait until the database has had a revision, before an application starts."""
    from safemigrate.configuration import configured
    from safemigrate.execute.options import errors_as_json, print_json
    from safemigrate.integrity.wait import wait_for

    with errors_as_json(as_json), configured(directory, x_arg=x_arg) as config:
        wait_for(config, "heads" if revision == "head" else revision, timeout)
        if as_json:
            print_json({"result": "reached", "revision": revision})
