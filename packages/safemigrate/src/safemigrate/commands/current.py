"""`db current`: the revision that each database is at."""

from __future__ import annotations

from safemigrate.commands.revision_records import Answer, databases_at, project_scripts, records


def current(
    directory: str | None = None, verbose: bool = False, *, check_heads: bool = False
) -> None:
    """Print the revision that the database is at.

    Raises DatabaseNotAtHead if check_heads is set and a revision is pending.
    """
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.current(config, check_heads=check_heads, verbose=verbose)


def current_answer(directory: str | None) -> Answer:
    """Return each database's revisions; `at_head` is false if a revision is pending."""
    config, scripts = project_scripts(directory)
    databases = databases_at(config, scripts)
    wanted = set(scripts.get_heads())
    return {
        "databases": [
            {"database": name, "revisions": records(scripts.get_all_current(heads))}
            for name, heads in databases
        ],
        "at_head": all(set(heads) == wanted for _, heads in databases),
    }
