"""Checks before an upgrade: name edited revisions, and stop if one has no file."""

from __future__ import annotations

from collections.abc import Callable

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.execute.deployer import Deployer
from safemigrate.project.head_file import refuse_outdated
from safemigrate.project.invocation import typed
from safemigrate.project.same_id import refuse_same_id
from safemigrate.state.lost_files import NotInCheckout
from safemigrate.state.position import Position, position_of


def check_applied_files(config: Config, deployer: Deployer, say: Callable[[str], None]) -> None:
    """Report applied revisions whose files were edited; raise NotInCheckout if one has no file.

    Raises SameId if two files have the same id.
    """
    script = ScriptDirectory.from_config(config)
    refuse_same_id(script)
    position = position_of(script, deployer.session(deployer.engine), deployer.version_table)
    if not position.missing:
        refuse_outdated(script)
    refuse_foreign(position)
    for revision in position.edited:
        say(edited_sentence(revision))


def refuse_foreign(position: Position) -> None:
    """Raise NotInCheckout if an applied revision has no file but its source was kept.

    Without a kept source there is nothing to offer, and Alembic raises its own error.
    """
    if position.without_file and all(
        revision in position.sources for revision in position.without_file
    ):
        raise NotInCheckout(position)


def edited_sentence(revision: str) -> str:
    """Return the sentence about a file that was edited after it was applied."""
    return (
        f"Revision {revision} was edited after it was applied here; the edit has no effect on this "
        f"database. `{typed(f'show {revision} --kept')}` prints what was applied: restore that, "
        "and put the edit into a new revision."
    )
