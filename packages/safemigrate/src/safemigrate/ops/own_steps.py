"""The statements of a safe operation: each commits on its own, so none extends another's lock.

They run in one autocommit block.  `db upgrade` gives each its own transaction, a short lock timeout
and a row in the journal, so that an interrupted revision resumes after the last completed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.operations import Operations


@contextmanager
def own_steps(operations: Operations) -> Iterator[None]:
    """Commit the earlier statements, and let each statement inside commit on its own."""
    with operations.get_context().autocommit_block():
        yield
