"""Checks of the files against the database: what was applied, and what is there besides."""

from __future__ import annotations

from collections.abc import Iterator

from alembic.config import Config

from safemigrate.postgres.client_programs import programs
from safemigrate.project.sentences.place import shown
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.here import here

MISSING = "missing"
SOURCE_NOT_KEPT = "source not kept"


def findings(config: Config) -> Iterator[Finding]:
    """Return what is not as it was applied."""
    at = here(config)
    for revision in at.edited:
        yield Finding(
            "edited",
            f"Revision {revision} was edited after it was applied here.",
            f"db show {revision} --kept prints what was applied: bring that back",
        )
    for revision in at.missing:
        home = next(each.file for each in at.files.values() if revision in each.follows).parent
        yield Finding(
            MISSING,
            f"Revision {revision} is applied here, and its file is gone.",
            f"db show {revision} --kept > {shown(home / at.sources[revision].file)}",
            f"{home / at.sources[revision].file}\n{at.sources[revision].source}",
        )
    for revision in at.foreign:
        yield Finding(
            "foreign",
            f"Revision {revision} is applied here, and no file has it: it is another branch's, or "
            "its file was removed.",
            "db switch takes it back" if revision in at.sources else "bring the file back",
        )
    unkept = [each for each in at.applied if each not in {*at.sources, *at.gone}]
    if unkept:
        names = ", ".join(unkept)
        yield Finding(
            SOURCE_NOT_KEPT,
            f"The database does not keep the file of {names}: it was applied before safemigrate.",
            "db doctor --fix keeps it as it is now",
            names,
        )
    if at.pending:
        yield Finding("pending", f"The database has not had {', '.join(at.pending)}.", "db upgrade")


def programs_missing(server_major: int) -> Iterator[Finding]:
    """Return whether PostgreSQL's programs can read this server."""
    if programs(server_major).found is None:
        yield Finding(
            "no pg_dump",
            f"No pg_dump of PostgreSQL {server_major} or later was found: no plan on a copy, no "
            "backup.",
            "install PostgreSQL's client programs",
        )
