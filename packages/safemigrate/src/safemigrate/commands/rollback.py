"""`db rollback`: reverts the last upgrade command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from safemigrate.commands import deployment
from safemigrate.project.configuration import configured

if TYPE_CHECKING:
    from safemigrate.execute.changes import Outcome
    from safemigrate.execute.limits import Limits


def rollback(
    directory: str | None, tag: str | None, x_arg: Iterable[str], limits: Limits
) -> Outcome:
    """Revert all that the last upgrade command applied; NoUpgradeRecorded if none is recorded."""
    with configured(directory, x_arg=x_arg) as config:
        return deployment.rollback(config, tag, limits)


def plan_rollback(
    directory: str | None, x_arg: Iterable[str], limits: Limits, *, as_json: bool
) -> None:
    """Print what rollback would run."""
    with configured(directory, x_arg=x_arg) as config:
        deployment.plan_rollback(config, limits, as_json=as_json)
