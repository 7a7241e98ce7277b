"""`db upgrade`: upgrades the database to a later revision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safemigrate.execute.changes import Outcome
    from safemigrate.execute.limits import Limits


def upgrade(
    directory: str | None = None,
    revision: str | None = "head",
    sql: bool = False,
    tag: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    limits: Limits | None = None,
    plan: str | None = None,
) -> Outcome | None:
    """Upgrade the database to a revision, or print the SQL that would.

    revision  None for the plan's target
    limits    how long to wait and how often to retry; None for the SAFEMIGRATE_… variables
    plan      file of a plan (`db plan -o FILE`) that must still be valid, or PlanOutdated
    """
    from alembic import command

    from safemigrate.commands import deployment as execute
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        if sql:
            command.upgrade(config, revision or "head", sql=True, tag=tag)
            return None
        limits = limits or Limits.from_environment()
        return execute.upgrade(config, revision, tag, limits, plan=plan)


def plan_upgrade(
    directory: str | None, revision: str, x_arg: Iterable[str], *, as_json: bool
) -> None:
    """Print what upgrade would run."""
    from safemigrate.commands import deployment as execute
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        execute.plan_upgrade(config, revision, as_json=as_json)
