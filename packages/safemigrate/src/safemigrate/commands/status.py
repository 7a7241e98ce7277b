"""`db status`: where the database is, and what is not as it was applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safemigrate.project.configuration import configured
from safemigrate.state.status import status_of


def status(directory: str | None, x_arg: Iterable[str]) -> dict[str, Any]:
    """Return what `db status` tells, as plain values."""
    with configured(directory, x_arg=x_arg) as config:
        return status_of(config)
