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
    """Return the revisions that several others follow, each with those."""
    _, scripts = project_scripts(directory)
    found = [script for script in scripts.walk_revisions() if script.is_branch_point]
    return {"branches": [record(each) | {"followed_by": sorted(each.nextrev)} for each in found]}
