"""Checks that compare the revision files with what was applied to the database."""

from __future__ import annotations

from collections.abc import Iterator

from alembic.config import Config

from safemigrate.postgres.client_programs import programs
from safemigrate.project.extras import ways_to_get_programs
from safemigrate.project.sentences.place import shown
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.own_position import own_position

MISSING = "missing"
SOURCE_NOT_KEPT = "source not kept"


def findings(config: Config) -> Iterator[Finding]:
    """Yield the differences between the files and the applied revisions."""
    position = own_position(config)
    for revision in position.edited:
        yield Finding(
            "edited",
            f"Revision {revision} was edited after it was applied here.",
            f"db show {revision} --kept prints what was applied: restore that",
        )
    for revision in position.missing:
        follower = next(f.file for f in position.files.values() if revision in f.follows)
        source = position.sources[revision]
        file = follower.parent / source.file
        yield Finding(
            MISSING,
            f"Revision {revision} is applied here, but its file is missing.",
            f"db show {revision} --kept > {shown(file)}",
            f"{file}\n{source.source}",
        )
    for revision in position.foreign:
        yield Finding(
            "foreign",
            f"Revision {revision} is applied here but has no file: it belongs to another branch, "
            "or its file was deleted.",
            "db switch downgrades it" if revision in position.sources else "restore the file",
        )
    excluded = {*position.sources, *position.without_file}
    unkept = [revision for revision in position.applied if revision not in excluded]
    if unkept:
        names = ", ".join(unkept)
        yield Finding(
            SOURCE_NOT_KEPT,
            f"The database does not keep the file of {names}, which was applied before "
            "safemigrate.",
            "db doctor --fix keeps the current file",
            names,
        )
    if position.pending:
        names = ", ".join(position.pending)
        yield Finding("pending", f"Not applied to the database yet: {names}.", "db upgrade")


def programs_missing(server_major: int) -> Iterator[Finding]:
    """Yield a finding if no installed pg_dump can read this server."""
    if programs(server_major).usable is None:
        yield Finding(
            "no pg_dump",
            f"No pg_dump of PostgreSQL {server_major} or later is installed: plans on a copy and "
            "backups cannot run.",
            f"pg_dump and pg_restore: {ways_to_get_programs(server_major)}",
        )
