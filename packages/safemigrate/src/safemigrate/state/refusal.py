"""Before an upgrade: an edited revision is named, and one that has no file stops it."""

from __future__ import annotations

from collections.abc import Callable

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.execute.deployer import Deployer
from safemigrate.project.head_file import refuse_outdated
from safemigrate.project.invocation import typed
from safemigrate.project.same_id import refuse_same_id
from safemigrate.state.lost_files import NotInCheckout
from safemigrate.state.position import Position, position


def name_what_is_foreign(config: Config, one: Deployer, say: Callable[[str], None]) -> None:
    """Say which applied files were edited; raise NotInCheckout where one has no file.

    Raises SameId where two files have one id.
    """
    script = ScriptDirectory.from_config(config)
    refuse_same_id(script)
    at = position(script, one.session(one.engine), one.version_table)
    if not at.missing:
        refuse_outdated(script)
    refuse_foreign(at)
    for revision in at.edited:
        say(edited_sentence(revision))


def refuse_foreign(at: Position) -> None:
    """Raise NotInCheckout where an applied revision has no file and its source was kept.

    Where none was kept there is nothing to offer, and Alembic's own error says the rest.
    """
    if at.gone and all(revision in at.sources for revision in at.gone):
        raise NotInCheckout(at)


def edited_sentence(revision: str) -> str:
    """Return what is said of a file that was edited after it was applied."""
    return (
        f"Revision {revision} was edited after it was applied here; the edit has no effect on this "
        f"database. `{typed(f'show {revision} --kept')}` prints what was applied: bring it back, "
        "and make a new revision of the edit."
    )
