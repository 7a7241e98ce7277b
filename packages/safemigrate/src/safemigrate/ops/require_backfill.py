"""A revision refuses to run until a registered change of rows is complete and verified."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations
from sqlalchemy.exc import DBAPIError

from safemigrate.backfill.backfill_errors import BackfillRequired
from safemigrate.backfill.register import REQUIRED, requirement
from safemigrate.clone.on_clone import is_on_clone
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision


@Operations.register_operation("require_backfill")
class RequireBackfill(MigrateOperation):
    """op.require_backfill."""

    @classmethod
    def require_backfill(cls, operations: Operations, name: str) -> None:
        """Stop the revision unless a backfill is verified complete.

        Write it first in upgrade().  `db upgrade` keeps every revision before this one, ends with
        status 8 and says what to type.  A backfill that nobody began, on a table of at most 1,000
        rows, is run here and now, so that a new database upgrades from base to head.  Of one with
        a `where` every row is asked once more: an older program may have written since.

        Locks: those of a SELECT; where it runs the backfill, those of the one UPDATE.  There is
        nothing to undo.  Raises BackfillRequired.
        """
        if is_on_clone():
            return
        try:
            run(operations, requirement(name))
        except DBAPIError as error:
            if sqlstate(error) != REQUIRED:
                raise
            state = str(error.orig).splitlines()[0].rpartition(": ")[2]
            raise BackfillRequired(calling_revision(), name, state) from error
