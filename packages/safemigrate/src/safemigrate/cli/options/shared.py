"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from safemigrate.postgres.durations import seconds_of
from safemigrate.project.invocation import FOLDER

F = TypeVar("F", bound=Callable[..., Any])


def _own_or_group(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Return the command's own value, else the group's, as in `db -d FOLDER upgrade`."""
    if not value and ctx.parent and param.name in ctx.parent.params:
        return ctx.parent.params[param.name]
    if value:
        ctx.meta[FOLDER] = value
    return value


directory_option = click.option(
    "-d",
    "--directory",
    callback=_own_or_group,
    help='Folder of the migrations (default: SafeMigrate\'s setting, else "migrations").',
)
x_arg_option = click.option(
    "-x", "--x-arg", multiple=True, help="Argument for a custom env.py (may be repeated)."
)
message_option = click.option("-m", "--message", help="Description of the revision.")
sql_option = click.option("--sql", is_flag=True, help="Print the SQL instead of running it.")
tag_option = click.option("--tag", help="Any text, for a custom env.py.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Print more.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
branch_label_option = click.option("--branch-label", help="Label for a branch that begins here.")
rev_id_option = click.option("--rev-id", help="Revision id, instead of a generated one.")
splice_option = click.option(
    "--splice", is_flag=True, help="Allow the new revision to follow revisions that are not heads."
)

_REVISION_OPTIONS = (
    directory_option,
    message_option,
    sql_option,
    json_option,
    click.option(
        "--head",
        default="head",
        show_default=True,
        help="Revision, or BRANCH@head, that the new one follows.",
    ),
    splice_option,
    branch_label_option,
    click.option("--version-path", help="One of the configured version folders."),
    rev_id_option,
    click.option(
        "--depends-on",
        multiple=True,
        help="Revision that must be applied before this one (may be repeated).",
    ),
    click.option(
        "--compare-type/--no-compare-type",
        default=None,
        help="Whether to detect changed column types (default: SafeMigrate's setting, on).",
    ),
    click.option(
        "--compare-server-default/--no-compare-server-default",
        default=None,
        help="Whether to detect changed server defaults (default: SafeMigrate's setting, on).",
    ),
    click.option(
        "--rename",
        multiple=True,
        metavar="TABLE.OLD=NEW",
        help="A renamed column; OLD=NEW for a table (may be repeated).",
    ),
    click.option(
        "--no-rename",
        multiple=True,
        metavar="TABLE.OLD",
        help="A column or table to drop, which was not renamed (may be repeated).",
    ),
    click.option(
        "--at-once",
        is_flag=True,
        help="Write a column's new type or name as one ALTER, for tables that are not in use.",
    ),
)


def revision_options(function: F) -> F:
    """Add the options of a new revision file to a command."""
    for option in reversed(_REVISION_OPTIONS):
        function = option(function)
    return function


class Duration(click.ParamType):  # type: ignore[type-arg]
    """A duration such as 100ms, converted to seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, float):
            return value
        try:
            return seconds_of(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
