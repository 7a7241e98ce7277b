"""`db switch`: downgrades another branch's revisions with their kept sources, then upgrades."""

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
    """Return the revisions that were downgraded, and those that were then applied.

    Raises NothingKept if the database keeps no source for a foreign revision, and any error that
    would stop the upgrade; then nothing is run.
    """
    position = ready(config, target)
    downgraded: list[str] = []
    if position.foreign:
        with as_applied(config, position):
            for revision in _destinations(config, position.foreign):
                say(f"Downgrading to {revision}.")
                outcome = command.downgrade(config, revision, None, limits)
                downgraded += [revision_outcome.revision for revision_outcome in outcome.revisions]
    outcome = command.upgrade(config, target, None, limits)
    return downgraded, [revision_outcome.revision for revision_outcome in outcome.revisions]


def ready(config: Config, target: str) -> Position:
    """Return the database's position; raise any error that would stop a switch halfway."""
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
    targets: list[str] = []
    for revision in foreign:
        for below in down_revisions(script.get_revision(revision)) or ("base",):
            if below not in foreign and below not in targets:
                targets.append(below)
    return targets
