"""Commands that change the database.

Alembic is imported inside the functions: an application that imports them need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
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
    """Bring the database up to a revision, or print the SQL that would.

    revision  None for the plan's own target
    limits    how long to wait, how often to try; None for what SAFEMIGRATE_… variables say
    plan      file of a plan (`db plan -o FILE`) that must still hold, else PlanOutdated
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


def downgrade(
    directory: str | None = None,
    revision: str = "-1",
    sql: bool = False,
    tag: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Outcome | None:
    """Take the database back to a revision, or print the SQL that would; limits as above."""
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


def plan_upgrade(
    directory: str | None, revision: str, x_arg: Iterable[str], *, as_json: bool
) -> None:
    """Print what upgrade would run."""
    from safemigrate.commands import deployment as execute
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        execute.plan_upgrade(config, revision, as_json=as_json)


def plan_downgrade(
    directory: str | None, revision: str, x_arg: Iterable[str], *, as_json: bool
) -> None:
    """Print what downgrade would run."""
    from safemigrate.commands import deployment as execute
    from safemigrate.project.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        execute.plan_downgrade(config, revision, as_json=as_json)


def stamp(
    directory: str | None = None,
    revision: str = "head",
    sql: bool = False,
    tag: str | None = None,
    purge: bool = False,
    *,
    overrides: tuple[str, ...] = (),
) -> None:
    """Note that the database is at a revision, and run nothing.

    overrides  refusals of a protected environment that do not count this time
    """
    from alembic import command

    from safemigrate.commands import deployment as execute
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured
    from safemigrate.state.here import keep_files

    with configured(directory) as config:
        if sql:
            command.stamp(config, revision, sql=True, tag=tag, purge=purge)
        else:
            limits = replace(Limits.from_environment(), overrides=overrides)
            execute.stamp(config, revision, tag, purge=purge, limits=limits)
            keep_files(config)
