"""Checks what must be true of the data before a revision changes anything."""

from __future__ import annotations

import click
from alembic.operations import MigrateOperation, Operations
from sqlalchemy.exc import DBAPIError

from safemigrate.clone.on_clone import is_on_clone
from safemigrate.postgres.names import literal
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision

REFUSED = "SM001"  # an SQLSTATE of our own
NULL = "NULL"


@Operations.register_operation("precheck")
class Precheck(MigrateOperation):
    """op.precheck."""

    @classmethod
    def precheck(
        cls,
        operations: Operations,
        name: str,
        sql: str,
        *,
        expect: int | str | bool | None = 0,
    ) -> None:
        """Stop the revision unless a query returns the expected value.

        name    what is checked, in words
        sql     a SELECT of one value
        expect  the expected value; None means NULL

        Write it first in upgrade().  It runs right before this revision's changes, because an
        earlier revision may have prepared the data.  If the revision is interrupted later and run
        again, a check that passed is skipped.  SQL printed by --sql checks, too; the clone of
        `db plan` has no rows, so it does not.

        Locks: those of the SELECT; others read and write.

        Raises PrecheckFailed, which shows the actual value.  There is nothing to undo.
        """
        if is_on_clone():
            return
        try:
            run(operations, _statement(name, " ".join(sql.split()), _text(expect)))
        except DBAPIError as error:
            if sqlstate(error) != REFUSED:
                raise
            answer = str(error.orig).splitlines()[0].rpartition(": found ")[2]
            raise PrecheckFailed(
                calling_revision(), name, " ".join(sql.split()), answer, _text(expect)
            ) from error


def _text(expected: int | str | bool | None) -> str:
    if expected is None:
        return NULL
    return str(expected).lower() if isinstance(expected, bool) else str(expected)


def _statement(name: str, sql: str, expected: str) -> str:
    """Return a statement, not a query, so that the journal records it as done."""
    body = f"""
DECLARE answer text;
BEGIN
    EXECUTE {literal(sql)} INTO answer;
    IF coalesce(answer, '{NULL}') <> {literal(expected)} THEN
        RAISE EXCEPTION USING ERRCODE = '{REFUSED}',
            MESSAGE = {literal(f"precheck {name}: found ")} || coalesce(answer, '{NULL}');
    END IF;
END"""
    return f"DO {literal(body)}"


class PrecheckFailed(click.ClickException):
    """A precheck returned another value than expected."""

    def __init__(self, revision: str, name: str, sql: str, answer: str, expected: str) -> None:
        self.revision, self.name, self.sql = revision, name, sql
        self.answer, self.expected = answer, expected
        super().__init__(
            f"Revision {revision} stopped at its precheck {name!r}, which found {answer} instead "
            f"of {expected}:\n  {sql}\nFix the data, and run the command again."
        )
