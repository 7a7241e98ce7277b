"""`db status`: the database's revision, and applied files that changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safemigrate.project.configuration import configured
from safemigrate.state.status import status_of


def status(directory: str | None, x_arg: Iterable[str]) -> dict[str, Any]:
    """Return the status as plain values."""
    with configured(directory, x_arg=x_arg) as config:
        return status_of(config)
