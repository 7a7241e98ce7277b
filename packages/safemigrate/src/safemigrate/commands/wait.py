"""`db wait`: lets an application start once the database has the revisions its code needs."""

from __future__ import annotations

from collections.abc import Iterable

from safemigrate.project.configuration import configured
from safemigrate.state.wait import wait_for


def wait(directory: str | None, x_arg: Iterable[str], revision: str, timeout: float) -> None:
    """Return once the database is at a revision or a later one.

    timeout  seconds, then NotReached
    """
    with configured(directory, x_arg=x_arg) as config:
        wait_for(config, "heads" if revision == "head" else revision, timeout)
