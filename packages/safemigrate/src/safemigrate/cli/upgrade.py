"""`db upgrade`: upgrade the database to a later revision."""

from typing import Any

import click

from safemigrate.cli.options.run import limit_options, limits_of
from safemigrate.cli.options.shared import directory_option, sql_option, tag_option, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("upgrade")
@directory_option
@sql_option
@tag_option
@x_arg_option
@limit_options
@click.option("--plan", metavar="FILE", help="Run exactly this plan (`plan -o FILE`), or nothing.")
@click.option(
    "--allow",
    multiple=True,
    metavar="RULE=REASON",
    help="Run what this lint rule finds slow, without asking (may be repeated).",
)
@click.argument("revision", required=False)
def command(
    directory: str | None,
    sql: bool,
    tag: str | None,
    x_arg: tuple[str, ...],
    plan: str | None,
    revision: str | None,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Upgrade to a later revision. The default is head, or the plan's target."""
    from safemigrate.commands.upgrade import plan_upgrade, upgrade

    if plan and (sql or dry_run):
        raise click.UsageError("--plan runs the plan: do not add --sql or --dry-run.")
    if dry_run:
        plan_upgrade(directory, revision or "head", x_arg, as_json=as_json)
        return
    with answering(as_json, sql=sql) as answer:
        limits = limits_of(options)
        outcome = upgrade(directory, revision, sql, tag, x_arg, limits=limits, plan=plan)
        if outcome:
            answer |= outcome.as_json()
