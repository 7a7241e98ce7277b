"""`db stamp`: records a revision as applied, and runs nothing."""

from __future__ import annotations

from dataclasses import replace


def stamp(
    directory: str | None = None,
    revision: str = "head",
    sql: bool = False,
    tag: str | None = None,
    purge: bool = False,
    *,
    overrides: tuple[str, ...] = (),
) -> None:
    """Record that the database is at a revision, and run nothing.

    overrides  refusals of a protected environment to override this time
    """
    from alembic import command

    from safemigrate.commands import deployment as execute
    from safemigrate.execute.limits import Limits
    from safemigrate.project.configuration import configured
    from safemigrate.state.own_position import keep_files

    with configured(directory) as config:
        if sql:
            command.stamp(config, revision, sql=True, tag=tag, purge=purge)
        else:
            limits = replace(Limits.from_environment(), overrides=overrides)
            execute.stamp(config, revision, tag, purge=purge, limits=limits)
            keep_files(config)
