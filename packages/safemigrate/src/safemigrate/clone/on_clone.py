"""Whether revisions run on a clone that has none of the database's rows: a plan, drift, a loss."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ON_CLONE = ContextVar("on_clone", default=False)


def is_on_clone() -> bool:
    """Return whether what the rows say is not to be asked here."""
    return _ON_CLONE.get()


@contextmanager
def rows_are_elsewhere() -> Iterator[None]:
    """Say so until the end of the block."""
    with _said(True):
        yield


@contextmanager
def rows_are_here() -> Iterator[None]:
    """Say within such a block that this clone has rows, to be asked about as in real life."""
    with _said(False):
        yield


@contextmanager
def _said(on_clone: bool) -> Iterator[None]:
    token = _ON_CLONE.set(on_clone)
    try:
        yield
    finally:
        _ON_CLONE.reset(token)
