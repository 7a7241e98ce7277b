"""`db downgrade`: downgrades the database to a revision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safemigrate.execute.changes import Outcome
    from safemigrate.execute.limits import Limits


def downgrade(
    directory: str | None = None,
    revision: str = "-1",
    sql: bool = False,
    tag: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Outcome | None:
    """Downgrade the database to a revision, or print the SQL that would; limits as in upgrade."""
    from alembic import command

    from safemigrate.commands import deployment as execute
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        if sql:
            command.downgrade(
                config, "head:-1" if revision == "-1" else revision, sql=True, tag=tag
            )
            return None
        return execute.downgrade(config, revision, tag, limits or Limits.from_environment())


def plan_downgrade(
    directory: str | None, revision: str, x_arg: Iterable[str], *, as_json: bool
) -> None:
    """Print what downgrade would run."""
    from safemigrate.commands import deployment as execute
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        execute.plan_downgrade(config, revision, as_json=as_json)
