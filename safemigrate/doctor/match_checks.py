"""Checks of the files against the database: what was applied, and what is there besides."""

from __future__ import annotations

from collections.abc import Iterator

from alembic.config import Config

from safemigrate.doctor.finding import Finding
from safemigrate.integrity.here import here
from safemigrate.plan.dump import programs


def findings(config: Config) -> Iterator[Finding]:
    """Return what is not as it was applied."""
    at = here(config)
    for revision in at.edited:
        yield Finding(
            "edited",
            f"Revision {revision} was edited after it was applied here.",
            f"db show {revision} --kept prints what was applied",
        )
    for revision in at.missing:
        yield Finding(
            "missing",
            f"Revision {revision} is applied here, and its file is gone.",
            f"db show {revision} prints it: bring it back",
        )
    for revision in at.foreign:
        yield Finding(
            "foreign",
            f"Revision {revision} is applied here and belongs to another branch.",
            "db switch takes it back",
        )
    unkept = [revision for revision in at.applied if revision not in at.sources]
    if unkept:
        yield Finding(
            "source not kept",
            f"The database keeps no source of {', '.join(unkept)}: applied before safemigrate.",
            "nothing to do; what is applied from now on is kept",
        )
    if at.pending:
        yield Finding("pending", f"The database has not had {', '.join(at.pending)}.", "db upgrade")


def programs_missing(server_major: int) -> Iterator[Finding]:
    """Return whether PostgreSQL's programs can read this server."""
    if programs(server_major) is None:
        yield Finding(
            "no pg_dump",
            f"No pg_dump of PostgreSQL {server_major} or later was found: no plan on a copy, no "
            "backup.",
            "install PostgreSQL's client programs",
        )
