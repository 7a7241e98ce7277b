"""`db stamp`: record that the database is at a revision, without running anything."""

import click

from safemigrate.cli.options.run import override_option
from safemigrate.cli.options.shared import directory_option, json_option, sql_option, tag_option
from safemigrate.project.json_answer import answering


@click.command("stamp")
@directory_option
@sql_option
@tag_option
@click.option("--purge", is_flag=True, help="Empty Alembic's version table first.")
@override_option
@json_option
@click.argument("revision", default="head")
def command(
    directory: str | None,
    sql: bool,
    tag: str | None,
    purge: bool,
    overrides: tuple[str, ...],
    as_json: bool,
    revision: str,
) -> None:
    """Record a revision as applied, without running anything."""
    from safemigrate.commands.current import current_answer
    from safemigrate.commands.stamp import stamp

    with answering(as_json, sql=sql) as answer:
        stamp(directory, revision, sql, tag, purge, overrides=overrides)
        if as_json and not sql:
            answer |= current_answer(directory)
