"""The PostgreSQL error codes that matter to an upgrade, such as those worth a retry.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
SERIALIZATION_FAILURE = "40001"
QUERY_CANCELED = "57014"
ACTIVE_TRANSACTION = "25001"  # the statement cannot run inside a transaction
READ_ONLY = "25006"
TRANSACTION_TERMINATION = "2D000"  # a COMMIT inside a procedure or DO

WORTH_ANOTHER_TRY = frozenset({LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION_FAILURE})


def sqlstate(error: BaseException) -> str | None:
    """Return the SQLSTATE of a SQLAlchemy or driver error, if it has one."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlstate", None) or getattr(origin, "pgcode", None)
