"""`db switch`: take another branch's revisions back with their kept sources, then upgrade."""

from __future__ import annotations

from collections.abc import Callable

from alembic.script import ScriptDirectory

from safemigrate.commands import deployment as command
from safemigrate.execute.limits import Limits
from safemigrate.postgres.alembic_private import down_revisions
from safemigrate.project.alembic_config import Config
from safemigrate.project.head_file import refuse_outdated
from safemigrate.state.checkout import as_applied
from safemigrate.state.lost_files import NothingKept, NotInCheckout
from safemigrate.state.own_position import own_position
from safemigrate.state.position import Position


def switch(
    config: Config, target: str, limits: Limits, say: Callable[[str], None]
) -> tuple[list[str], list[str]]:
    """Return the revisions that were taken back and those that were then applied.

    Raises NothingKept where the database keeps no source of a foreign revision, and what the
    upgrade would be refused for; nothing is run.
    """
    position = ready(config, target)
    back: list[str] = []
    if position.foreign:
        with as_applied(config, position):
            for revision in _destinations(config, position.foreign):
                say(f"Going back to {revision}.")
                outcome = command.downgrade(config, revision, None, limits)
                back += [done.revision for done in outcome.revisions]
    there = command.upgrade(config, target, None, limits)
    return back, [done.revision for done in there.revisions]


def ready(config: Config, target: str) -> Position:
    """Return where the database is; raise what would stop a switch half-way."""
    position = own_position(config)
    for revision in position.without_file:
        if revision not in position.sources:
            raise NothingKept(revision)
    if position.missing:
        raise NotInCheckout(position)
    script = ScriptDirectory.from_config(config)
    refuse_outdated(script)
    script.get_revisions(target)
    return position


def _destinations(config: Config, foreign: list[str]) -> list[str]:
    """Return the newest revisions that are not foreign and that foreign ones follow."""
    script = ScriptDirectory.from_config(config)
    found: list[str] = []
    for revision in foreign:
        for below in down_revisions(script.get_revision(revision)) or ("base",):
            if below not in foreign and below not in found:
                found.append(below)
    return found
