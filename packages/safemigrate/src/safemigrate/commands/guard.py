"""`db guard`: stamps the application's database with its environment, or shows the stamp."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from safemigrate.journal.stamp import Stamp, read_stamp, write_stamp
from safemigrate.project.confirmation import confirm
from safemigrate.project.own_session import own_session


def set_environment(environment: str, migrator: str | None, yes: str | None) -> Stamp:
    """Stamp the application's database; changing a protected one needs its name typed.

    Raises NameNotTyped.
    """
    with own_session() as session:
        present = read_stamp(session)
        if present is not None and present.is_protected and present.environment != environment:
            database = str(session.engine.url.database)
            confirm(f"Stamping a {present.environment} database as {environment}", database, yes)
        return write_stamp(session, environment, migrator)


def show_environment() -> Stamp | None:
    """Return the stamp of the application's database."""
    with own_session() as session:
        return read_stamp(session)


def as_json(stamp: Stamp | None) -> dict[str, Any]:
    """Return a stamp as plain values."""
    return asdict(stamp) if stamp else {"environment": None}


def sentence(stamp: Stamp | None) -> str:
    """Return a stamp in one sentence."""
    if stamp is None:
        return "This database has no stamp: no command is refused because of its environment."
    return (
        f"This database is {stamp.environment}, on PostgreSQL {stamp.major}; role "
        f"{stamp.migrator} migrates it."
    )
