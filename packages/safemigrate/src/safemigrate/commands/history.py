"""`db history`: the revisions, newest first."""

from __future__ import annotations

from safemigrate.commands.revision_records import (
    Answer,
    applied_heads,
    project_scripts,
    record,
    records,
)


def history(
    directory: str | None = None,
    rev_range: str | None = None,
    verbose: bool = False,
    indicate_current: bool = False,
) -> None:
    """Print the revisions, newest first."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.history(config, rev_range, verbose=verbose, indicate_current=indicate_current)


def history_answer(
    directory: str | None, rev_range: str | None, *, indicate_current: bool
) -> Answer:
    """Return the revisions, newest first; `current` tells whether the database is at it.

    rev_range  START:END as in Alembic; either may be "current"
    """
    from alembic.util import CommandError

    config, scripts = project_scripts(directory)
    if rev_range is not None and ":" not in rev_range:
        raise CommandError("History range requires [start]:[end], [start]:, or :[end]")
    base, _, head = (rev_range or ":").strip().partition(":")
    marks_current = indicate_current or "current" in (base, head)
    applied = applied_heads(config, scripts) if marks_current else ()
    selected = scripts.walk_revisions(
        base=applied if base == "current" else base or "base",  # type: ignore[arg-type]
        head=applied if head == "current" else head or "heads",  # type: ignore[arg-type]
    )
    if not marks_current:
        return {"revisions": records(selected)}
    return {"revisions": [record(s) | {"current": s.revision in applied} for s in selected]}
