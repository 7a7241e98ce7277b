"""`db heads`: the revisions that no other follows."""

from __future__ import annotations

from safemigrate.commands.revision_records import Answer, project_scripts, records


def heads(
    directory: str | None = None, verbose: bool = False, resolve_dependencies: bool = False
) -> None:
    """Print the revisions that no other follows."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.heads(config, verbose=verbose, resolve_dependencies=resolve_dependencies)


def heads_answer(directory: str | None, *, resolve_dependencies: bool) -> Answer:
    """Return the revisions that no other follows."""
    _, scripts = project_scripts(directory)
    names = "heads" if resolve_dependencies else scripts.get_heads()
    return {"heads": records(scripts.get_revisions(names))}
