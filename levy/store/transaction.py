"""One transaction: it commits everything a service did, or nothing, and explains errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from levy.db import db
from levy.errors import DatabaseUnreachable, TablesMissing

# Undefined table, undefined column.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
UNDEFINED = {"42P01", "42703"}


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or roll all of it back.

    Raises TablesMissing if the migrations have not run, and DatabaseUnreachable if the database
    does not answer, rejects the password, or closes the connection.
    """
    try:
        yield
        db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        if isinstance(error, ProgrammingError) and error.orig.sqlstate in UNDEFINED:
            raise TablesMissing(error.orig.diag.message_primary) from error
        if isinstance(error, OperationalError):
            # Imported only here: it imports Alembic, which pages do not need.
            from safemigrate.project.sentences import sentence_for

            raise DatabaseUnreachable(sentence_for(error)) from error
        raise
    except BaseException:
        db.session.rollback()
        raise
