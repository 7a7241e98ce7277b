"""Registers a change of many rows, which `db backfill run` makes while people work."""

from __future__ import annotations

from collections.abc import Mapping

from alembic.operations import MigrateOperation, Operations
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ClauseElement

from safemigrate.backfill.backfill_errors import BackfillStopped, NameTaken, NoKey, TableNotCreated
from safemigrate.backfill.register import NO_KEY, NO_TABLE, TAKEN, cancellation, registration
from safemigrate.postgres.names import quoted
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision

Sql = str | ClauseElement


@Operations.register_operation("backfill")
class Backfill(MigrateOperation):
    """op.backfill."""

    @classmethod
    def backfill(
        cls,
        operations: Operations,
        name: str,
        table: str,
        *,
        set_: Mapping[str, Sql] | None = None,
        function: str | None = None,
        where: Sql | None = None,
        schema: str | None = None,
    ) -> None:
        """Register a change of many rows under a name; nothing is changed yet.

        set_      an SQL expression for each column to change
        function  "module:function" instead of set_, called with a connection and a batch of rows
        where     SQL condition of the rows to change; a changed row must no longer match it
        schema    the table's schema

        `db backfill run` changes the rows, each exactly once, in batches of about 50 ms;
        op.require_backfill in a later revision waits for it.  Without `where`, rows inserted while
        it runs may or may not be changed.

        Locks: none.  Undone by op.cancel_backfill.

        Raises NameTaken; TableNotCreated if the table does not exist; NoKey if the table has no
        unique key by which to go through its rows.
        """
        if (set_ is None) == (function is None):
            raise ValueError(f"op.backfill({name!r}) takes either set_ or function.")
        assignments = {column: _sql(operations, sql) for column, sql in (set_ or {}).items()}
        condition = None if where is None else _sql(operations, where)
        relation = quoted(operations, table, schema)
        try:
            run(operations, registration(name, relation, assignments, function, condition))
        except DBAPIError as error:
            refusal = _refusal(sqlstate(error), name, relation, tuple(assignments))
            if refusal is None:
                raise
            raise refusal from error


@Operations.register_operation("cancel_backfill")
class CancelBackfill(MigrateOperation):
    """op.cancel_backfill."""

    @classmethod
    def cancel_backfill(cls, operations: Operations, name: str) -> None:
        """Cancel a registered backfill: a run in progress stops after its current batch.

        Write it in the downgrade() of the revision that registers it.  Changed rows stay changed.

        Locks: none.  Undone by op.backfill, which starts from the beginning.
        """
        run(operations, cancellation(name))


def _refusal(
    code: str | None, name: str, relation: str, changed: tuple[str, ...]
) -> BackfillStopped | None:
    if code == TAKEN:
        return NameTaken(calling_revision(), name)
    if code == NO_TABLE:
        return TableNotCreated(calling_revision(), name, relation)
    return NoKey(name, relation, changed) if code == NO_KEY else None


def _sql(operations: Operations, expression: Sql) -> str:
    if isinstance(expression, str):
        return expression
    dialect = operations.get_context().dialect
    return str(expression.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace(
        "%%", "%"
    )
