"""A revision says what must be true of the data before it changes anything."""

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
        """Stop the revision unless a question has the expected answer.

        name    what is checked, in words
        sql     a SELECT of one value
        expect  that value; None is SQL's NULL

        Write it first in upgrade().  It is asked where it stands, for what it asks about may be
        the work of the revision before; in a revision that was interrupted after it, it is not
        asked again.  What --sql prints checks, too; a plan's clone has no rows, and does not.

        Locks: what the SELECT locks, which stops neither reading nor writing.

        Raises PrecheckFailed, which names the value that was found.  There is nothing to undo.
        """
        if is_on_clone():
            return
        try:
            run(operations, _statement(name, " ".join(sql.split()), _text(expect)))
        except DBAPIError as error:
            if sqlstate(error) != REFUSED:
                raise
            found = str(error.orig).splitlines()[0].rpartition(": found ")[2]
            raise PrecheckFailed(
                calling_revision(), name, " ".join(sql.split()), found, _text(expect)
            ) from error


def _text(expected: int | str | bool | None) -> str:
    if expected is None:
        return NULL
    return str(expected).lower() if isinstance(expected, bool) else str(expected)


def _statement(name: str, sql: str, expected: str) -> str:
    """Return a statement and not a question: the journal notes it as done."""
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
    """A revision found its data otherwise than it must be."""

    def __init__(self, revision: str, name: str, sql: str, found: str, expected: str) -> None:
        self.revision, self.name, self.sql = revision, name, sql
        self.found, self.expected = found, expected
        super().__init__(
            f"Revision {revision} stopped at its precheck {name!r}, which found {found} where "
            f"{expected} is expected:\n  {sql}\nMake it so in the data, and run the command again."
        )
