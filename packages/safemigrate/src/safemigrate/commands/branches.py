"""`db branches`: the revisions that several others follow."""

from __future__ import annotations

from safemigrate.commands.revision_records import Answer, project_scripts, record


def branches(directory: str | None = None, verbose: bool = False) -> None:
    """Print the revisions that several others follow."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.branches(config, verbose=verbose)


def branches_answer(directory: str | None) -> Answer:
    """Return the revisions that several others follow, each with its followers."""
    _, scripts = project_scripts(directory)
    branch_points = [script for script in scripts.walk_revisions() if script.is_branch_point]
    return {
        "branches": [
            record(script) | {"followed_by": sorted(script.nextrev)} for script in branch_points
        ]
    }
