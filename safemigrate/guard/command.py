"""What `db guard` does: stamp the application's database, or tell its stamp."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from safemigrate.configuration import mounted
from safemigrate.execute.address import default_engine, direct_address
from safemigrate.execute.session import Session
from safemigrate.guard.stamp import Stamp, read_stamp, write_stamp


@contextmanager
def _session() -> Iterator[Session]:
    extension = mounted()
    with direct_address(extension):
        session = Session(default_engine(extension.db))
        try:
            yield session
        finally:
            session.close()


def set_environment(environment: str, migrator: str | None) -> Stamp:
    """Stamp the application's database."""
    with _session() as session:
        return write_stamp(session, environment, migrator)


def show_environment() -> Stamp | None:
    """Return its stamp."""
    with _session() as session:
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
