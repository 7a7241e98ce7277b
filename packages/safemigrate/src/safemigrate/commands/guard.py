"""What `db guard` does: stamp the application's database, or tell its stamp."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from safemigrate.journal.stamp import Stamp, read_stamp, write_stamp
from safemigrate.project.confirmation import confirm
from safemigrate.project.own_session import own_session


def set_environment(environment: str, migrator: str | None, yes: str | None) -> Stamp:
    """Stamp the application's database; one that is protected keeps its stamp until it is named.

    Raises NameNotTyped.
    """
    with own_session() as session:
        now = read_stamp(session)
        if now is not None and now.is_protected and now.environment != environment:
            database = str(session.engine.url.database)
            confirm(f"Stamping a {now.environment} database as {environment}", database, yes)
        return write_stamp(session, environment, migrator)


def show_environment() -> Stamp | None:
    """Return its stamp."""
    with own_session() as session:
        return read_stamp(session)


def as_json(stamp: Stamp | None) -> dict[str, Any]:
    """Return a stamp as plain values."""
    return asdict(stamp) if stamp else {"environment": None}


def sentence(stamp: Stamp | None) -> str:
    """Return a stamp in one sentence."""
    if stamp is None:
        return "This database has no stamp: nothing is refused because of its environment."
    return (
        f"This database is {stamp.environment}, on PostgreSQL {stamp.major}, and is migrated by "
        f"the role {stamp.migrator}."
    )
