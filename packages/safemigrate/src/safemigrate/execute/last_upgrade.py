"""The revisions that the last upgrade command applied, from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.runtime.migration import MigrationStep, RevisionStep
from alembic.script import ScriptDirectory

from safemigrate.execute.changes import StepsOf
from safemigrate.execute.deployer import Deployer
from safemigrate.postgres.session import Session
from safemigrate.project.exit_status import MigrationStopped
from safemigrate.project.invocation import typed

_LAST = """
SELECT revision FROM _migrate.history
WHERE version_table = :table AND direction = 'upgrade' AND result = 'done' AND command = (
    SELECT command FROM _migrate.history
    WHERE version_table = :table AND direction = 'upgrade' AND result = 'done'
    ORDER BY id DESC LIMIT 1)
ORDER BY id DESC
"""


def last_upgrade(script: ScriptDirectory, deployer: Deployer) -> StepsOf:
    """Return the function that plans its downgrade, newest first, without what is not applied.

    Raises NoUpgradeRecorded if no upgrade is recorded.  The returned function raises
    FollowedByOthers if a revision depends on one of them and was not applied by that upgrade.
    """
    if deployer.journal(deployer.engine) is None:
        raise NoUpgradeRecorded("the role may not read the journal")
    revisions = _revisions(deployer.session(deployer.engine), deployer.version_table)
    if not revisions:
        raise NoUpgradeRecorded("no upgrade is recorded")

    def steps(heads: Any) -> list[RevisionStep]:
        applied = {script.revision for script in script.iterate_revisions(heads, "base")}
        reverted = [revision for revision in revisions if revision in applied]
        for revision in reverted:
            others = set(script.get_revision(revision).nextrev) & applied - set(reverted)
            if others:
                raise FollowedByOthers(revision, sorted(others))
        return [
            MigrationStep.downgrade_from_script(script.revision_map, script.get_revision(revision))
            for revision in reverted
        ]

    return steps


def _revisions(session: Session, version_table: str) -> list[str]:
    return [str(row[0]) for row in session.rows(_LAST, table=version_table)]


class NoUpgradeRecorded(MigrationStopped):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"There is no upgrade to roll back: {why}. Name the revision to downgrade to: "
            f"`{typed('downgrade')} REVISION` (`{typed('history')}` lists them)."
        )


class FollowedByOthers(MigrationStopped):
    def __init__(self, revision: str, others: Sequence[str]) -> None:
        self.revision, self.others = revision, tuple(others)
        super().__init__(
            f"Cannot roll back the last upgrade alone: {', '.join(others)} depends on its "
            f"{revision} but was not applied by that upgrade (it was stamped, or another tool "
            f"applied it). Nothing was changed. Revert it first: `{typed('downgrade')} {revision}`."
        )
