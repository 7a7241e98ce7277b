"""The revisions that the last upgrade command applied, as the journal has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.runtime.migration import MigrationStep, RevisionStep
from alembic.script import ScriptDirectory

from safemigrate.execute.changes import StepsOf
from safemigrate.execute.deployer import Deployer
from safemigrate.postgres.session import Session
from safemigrate.project.exit_status import (
    MigrationStopped,
)
from safemigrate.project.invocation import typed

_LAST = """
SELECT revision FROM _migrate.history
WHERE version_table = :table AND direction = 'upgrade' AND result = 'done' AND command = (
    SELECT command FROM _migrate.history
    WHERE version_table = :table AND direction = 'upgrade' AND result = 'done'
    ORDER BY id DESC LIMIT 1)
ORDER BY id DESC
"""


def last_upgrade(script: ScriptDirectory, one: Deployer) -> StepsOf:
    """Return what takes them back, the last first; nothing of what is no longer applied.

    Raises NoUpgradeRecorded where no upgrade is recorded.  What is returned raises
    FollowedByOthers where a revision that came later, by another way, stands on one of them.
    """
    if one.journal(one.engine) is None:
        raise NoUpgradeRecorded("the role may not read it")
    revisions = _revisions(one.session(one.engine), one.version_table)
    if not revisions:
        raise NoUpgradeRecorded("no upgrade is recorded")

    def steps(heads: Any) -> list[RevisionStep]:
        applied = {each.revision for each in script.iterate_revisions(heads, "base")}
        back = [revision for revision in revisions if revision in applied]
        for revision in back:
            above = set(script.get_revision(revision).nextrev) & applied - set(back)
            if above:
                raise FollowedByOthers(revision, sorted(above))
        return [
            MigrationStep.downgrade_from_script(script.revision_map, script.get_revision(revision))
            for revision in back
        ]

    return steps


def _revisions(session: Session, version_table: str) -> list[str]:
    return [str(row[0]) for row in session.rows(_LAST, table=version_table)]


class NoUpgradeRecorded(MigrationStopped):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"There is no last upgrade to take back: {why}. Name the revision to go back to: "
            f"`{typed('downgrade')} REVISION` (`{typed('history')}` lists them)."
        )


class FollowedByOthers(MigrationStopped):
    def __init__(self, revision: str, others: Sequence[str]) -> None:
        self.revision, self.others = revision, tuple(others)
        super().__init__(
            f"The last upgrade cannot be taken back alone: {', '.join(others)} stands on its "
            f"{revision} and came another way (a stamp, or another tool). Nothing was changed. "
            f"Take it back first: `{typed('downgrade')} {revision}`."
        )
