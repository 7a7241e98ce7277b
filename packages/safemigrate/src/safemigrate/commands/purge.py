"""Drops for good what was set aside, one thing after another, each on a short lock."""

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
from safemigrate.postgres.session import Session
from safemigrate.postgres.sqlstate import WORTH_ANOTHER_TRY, sqlstate
from safemigrate.project.confirmation import confirm

TRIES = 20
DEPENDED_ON = "2BP01"


def purge(
    limits: Limits, older_than: timedelta, *, dry_run: bool, say: Callable[[str], None]
) -> list[SetAsideObject]:
    """Return what was purged, or would be.

    Raises NameNotTyped and GuardRefused in a protected database, NotPurged where something is in
    use or depended on: what was named before is gone, what comes after is kept.
    """
    with _deployer(limits) as one:
        if one is None:
            return []
        session, database = one.session(one.engine), str(one.engine.url.database)
        found = set_aside_objects(session, older_than)
        if dry_run or not found:
            return found
        stamp = read_stamp(session)
        if stamp is not None and stamp.is_protected:
            named = ", ".join(str(each) for each in found)
            confirm(f"Purging {named} in {stamp.environment}", database, limits.confirmed)
        for each in found:
            _drop(session, each, limits.lock_timeout)
            say(f"Purged {each}.")
        return found


def _drop(session: Session, each: SetAsideObject, lock_timeout: float) -> None:
    session.rows(f"SET lock_timeout = {round(lock_timeout * 1000)}")
    try:
        for tried in range(1, TRIES + 1):
            try:
                session.rows(_statement(session, each))
            except DBAPIError as error:
                again = sqlstate(error) in WORTH_ANOTHER_TRY
                if again and tried < TRIES:
                    time.sleep(pause(min(tried, 4), lock_timeout))
                    continue
                if again or sqlstate(error) == DEPENDED_ON:
                    raise NotPurged(str(each), str(error.orig).strip()) from error
                raise
            return
    finally:
        session.rows("SET lock_timeout = '10s'")


def _statement(session: Session, each: SetAsideObject) -> str:
    """Return one statement: gone and noted together, or neither."""
    quote = session.engine.dialect.identifier_preparer.quote
    if each.column is None:
        table = f"{quote(each.kept_as)}.{quote(each.table)}"
        drop = f"""DROP TABLE IF EXISTS {table};
    IF NOT EXISTS (SELECT FROM pg_class
                   WHERE relnamespace = to_regnamespace('{_text(quote(each.kept_as))}')) THEN
        DROP SCHEMA IF EXISTS {quote(each.kept_as)};
    END IF;"""
    else:
        table = f"{quote(each.schema)}.{quote(each.table)}"
        drop = f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {quote(each.kept_as)};"
    return f"""DO $safemigrate$
BEGIN
    {drop}
    UPDATE _migrate.set_aside SET purged = clock_timestamp() WHERE id = {each.number};
END $safemigrate$""".replace(":", r"\:")  # noqa: S608 (quoted; a colon is no parameter)


def _text(name: str) -> str:
    return name.replace("'", "''")
