"""Commands that change the database.

Alembic is imported inside the functions: an application that imports them need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable


def upgrade(
    directory: str | None = None,
    revision: str = "head",
    sql: bool = False,
    tag: str | None = None,
    x_arg: str | Iterable[str] | None = None,
) -> None:
    """Bring the database up to a revision, or print the SQL that would."""
    from alembic import command

    from safemigrate.configuration import configured

    with configured(directory, x_arg=x_arg) as config:
        command.upgrade(config, revision, sql=sql, tag=tag)


def downgrade(
    directory: str | None = None,
    revision: str = "-1",
    sql: bool = False,
    tag: str | None = None,
    x_arg: str | Iterable[str] | None = None,
) -> None:
    """Take the database back to a revision, or print the SQL that would."""
    from alembic import command

    from safemigrate.configuration import configured

    if sql and revision == "-1":
        revision = "head:-1"
    with configured(directory, x_arg=x_arg) as config:
        command.downgrade(config, revision, sql=sql, tag=tag)


def stamp(
    directory: str | None = None,
    revision: str = "head",
    sql: bool = False,
    tag: str | None = None,
    purge: bool = False,
) -> None:
    """Note that the database is at a revision, and run nothing."""
    from alembic import command

    from safemigrate.configuration import configured

    with configured(directory) as config:
        command.stamp(config, revision, sql=sql, tag=tag, purge=purge)
