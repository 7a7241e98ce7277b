"""`db show`: one revision."""

from __future__ import annotations

from safemigrate.commands.revision_records import Answer, applied_heads, project_scripts, records


def show(directory: str | None = None, revision: str = "head") -> None:
    """Print one revision."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.show(config, revision)


def show_answer(directory: str | None, revision: str) -> Answer:
    """Return the revisions with this name."""
    config, scripts = project_scripts(directory)
    revisions = applied_heads(config, scripts) if revision == "current" else revision
    return {"revisions": records(scripts.get_revisions(revisions))}
