"""Stops a revision until a registered backfill is complete and verified."""

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
        """Stop the revision unless a backfill is complete and verified.

        Write it first in upgrade().  If it stops, `db upgrade` keeps every earlier revision, exits
        8 and prints the command to run.  A backfill that has not started, on a table of at most
        1,000 rows, is run right here, so that a new database upgrades from base to head.  If the
        backfill has a `where`, every row is checked against it again, because an older program
        may have written since.

        Locks: those of a SELECT; if it runs the backfill, those of one UPDATE.

        Raises BackfillRequired.  There is nothing to undo.
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
