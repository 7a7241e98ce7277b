"""Statements of a safe operation: each commits by itself, and none is held up by the one before.

They stand in one autocommit block.  `db upgrade` gives each a transaction of its own, a short lock
timeout and a row in the journal, so that a revision which was interrupted goes on between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.operations import Operations


@contextmanager
def own_steps(operations: Operations) -> Iterator[None]:
    """Commit what came before, and let each statement inside commit by itself."""
    with operations.get_context().autocommit_block():
        yield
