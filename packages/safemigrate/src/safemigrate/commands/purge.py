"""`db purge`: permanently drops what was set aside, one object at a time, on short locks."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from safemigrate.commands.deployment import _deployer
from safemigrate.commands.purge_errors import NotPurged
from safemigrate.execute.limits import Limits
from safemigrate.execute.pause import pause
from safemigrate.journal.set_aside import SetAsideObject, set_aside_objects
from safemigrate.journal.stamp import read_stamp
from safemigrate.postgres.names import literal
from safemigrate.postgres.session import Session
from safemigrate.postgres.sqlstate import WORTH_ANOTHER_TRY, sqlstate
from safemigrate.project.confirmation import confirm

TRIES = 20
DEPENDED_ON = "2BP01"


def purge(
    limits: Limits, older_than: timedelta, *, dry_run: bool, say: Callable[[str], None]
) -> list[SetAsideObject]:
    """Purge what was set aside; return what was purged, or would be.

    Raises NameNotTyped and GuardRefused in a protected database, and NotPurged if an object is in
    use or depended on: the objects before it are dropped, those after it are kept.
    """
    with _deployer(limits) as deployer:
        if deployer is None:
            return []
        session, database = deployer.session(deployer.engine), str(deployer.engine.url.database)
        items = set_aside_objects(session, older_than)
        if dry_run or not items:
            return items
        stamp = read_stamp(session)
        if stamp is not None and stamp.is_protected:
            names = ", ".join(str(item) for item in items)
            confirm(f"Purging {names} in {stamp.environment}", database, limits.confirmed)
        for item in items:
            _drop(session, item, limits.lock_timeout)
            say(f"Purged {item}.")
        return items


def _drop(session: Session, item: SetAsideObject, lock_timeout: float) -> None:
    session.rows(f"SET lock_timeout = {round(lock_timeout * 1000)}")
    try:
        for attempt in range(1, TRIES + 1):
            try:
                session.rows(_statement(session, item))
            except DBAPIError as error:
                retryable = sqlstate(error) in WORTH_ANOTHER_TRY
                if retryable and attempt < TRIES:
                    time.sleep(pause(min(attempt, 4), lock_timeout))
                    continue
                if retryable or sqlstate(error) == DEPENDED_ON:
                    raise NotPurged(str(item), str(error.orig).strip()) from error
                raise
            return
    finally:
        session.rows("SET lock_timeout = '10s'")


def _statement(session: Session, item: SetAsideObject) -> str:
    """Return one statement that drops the object and records that, or does neither."""
    quote = session.engine.dialect.identifier_preparer.quote
    if item.column is None:
        table = f"{quote(item.kept_as)}.{quote(item.table)}"
        drop = f"""DROP TABLE IF EXISTS {table};
    IF NOT EXISTS (SELECT FROM pg_class
                   WHERE relnamespace = to_regnamespace({literal(quote(item.kept_as))})) THEN
        DROP SCHEMA IF EXISTS {quote(item.kept_as)};
    END IF;"""
    else:
        table = f"{quote(item.schema)}.{quote(item.table)}"
        drop = f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {quote(item.kept_as)};"
    return f"""DO $safemigrate$
BEGIN
    {drop}
    UPDATE _migrate.set_aside SET purged = clock_timestamp() WHERE id = {item.number};
END $safemigrate$""".replace(":", r"\:")  # noqa: S608 (quoted; a colon is no parameter)
