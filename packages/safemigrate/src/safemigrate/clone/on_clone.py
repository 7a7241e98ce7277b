"""Tells whether revisions run on a clone without the database's rows (plan, drift, loss)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ON_CLONE = ContextVar("on_clone", default=False)


def is_on_clone() -> bool:
    """Return whether this is a clone without the rows, so checks of rows do not apply."""
    return _ON_CLONE.get()


@contextmanager
def rows_are_elsewhere() -> Iterator[None]:
    """Make is_on_clone() true until the end of the block."""
    with _setting(True):
        yield


@contextmanager
def rows_are_here() -> Iterator[None]:
    """Make is_on_clone() false within such a block: this clone has rows, and checks apply."""
    with _setting(False):
        yield


@contextmanager
def _setting(on_clone: bool) -> Iterator[None]:
    token = _ON_CLONE.set(on_clone)
    try:
        yield
    finally:
        _ON_CLONE.reset(token)
