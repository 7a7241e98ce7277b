"""The schema _migrate: what safemigrate stores in a database, created at the first change.

history  one row for each run of a revision: who, when, from where, how long, with what result;
         since version 2 with the command, which all runs of one upgrade share
steps    what a revision outside a single transaction has done so far
sources  the file of each applied revision, as it was then; since version 2
set_aside  what soft drops have set aside; since version 3
meta     the version of this schema
backfill, backfill_batch, backfill_bad_row  since version 4: see backfill_tables.py
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from safemigrate.journal.backfill_tables import SHARES, TABLES
from safemigrate.journal.set_aside import TABLE
from safemigrate.postgres.session import Session
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.project.exit_status import ExitStatus, MigrationStopped

VERSION = "5"
READABLE = ("1", "2", "3", "4", VERSION)

_VERSION = "SELECT value FROM _migrate.meta WHERE name = 'version'"
_MAKE = """
DO $make$ BEGIN
IF to_regnamespace('_migrate') IS NULL THEN CREATE SCHEMA _migrate; END IF;
CREATE TABLE _migrate.meta (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE _migrate.history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_table text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('upgrade', 'downgrade', 'stamp')),
    started timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished timestamptz,
    actor text NOT NULL,
    host text NOT NULL,
    git_commit text,
    environment text,
    result text NOT NULL CHECK (result IN
        ('running', 'done', 'failed', 'interrupted', 'half done', 'resumed', 'forgotten')),
    tries integer NOT NULL DEFAULT 0,
    waited_ms bigint NOT NULL DEFAULT 0,
    file_hash text,
    error text
);
CREATE TABLE _migrate.steps (
    history bigint NOT NULL REFERENCES _migrate.history,
    step integer NOT NULL,
    sql text NOT NULL,
    sql_hash text NOT NULL,
    values_hash text NOT NULL,
    follows_read boolean NOT NULL,
    returned_rows boolean NOT NULL DEFAULT false,
    row_count bigint NOT NULL DEFAULT -1,
    state text NOT NULL CHECK (state IN ('started', 'done')),
    started timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished timestamptz,
    PRIMARY KEY (history, step)
);
INSERT INTO _migrate.meta VALUES ('version', '1');
END $make$
"""
_SECOND = """
DO $make$ BEGIN
CREATE TABLE _migrate.sources (
    version_table text NOT NULL,
    revision text NOT NULL,
    follows text[] NOT NULL,
    file text NOT NULL,
    sha256 text NOT NULL,
    source text NOT NULL,
    kept timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (version_table, revision)
);
ALTER TABLE _migrate.history ADD COLUMN command text;
UPDATE _migrate.meta SET value = '2' WHERE name = 'version';
END $make$
"""
_THIRD = f"""
DO $make$ BEGIN
{TABLE}
UPDATE _migrate.meta SET value = '3' WHERE name = 'version';
END $make$
"""  # noqa: S608 (a constant)
_FOURTH = f"""
DO $make$ BEGIN
{TABLES}
UPDATE _migrate.meta SET value = '4' WHERE name = 'version';
END $make$
"""  # noqa: S608 (a constant)
_FIFTH = f"""
DO $make$ BEGIN
{SHARES}
UPDATE _migrate.meta SET value = '5' WHERE name = 'version';
END $make$
"""  # noqa: S608 (a constant)
_AFTER = {"1": _SECOND, "2": _THIRD, "3": _FOURTH, "4": _FIFTH}  # by the version to upgrade


def has_schema(session: Session) -> bool:
    """Return whether the schema exists; raise UnknownJournal if its version is not known."""
    if session.value("SELECT to_regclass('_migrate.meta')") is None:
        return False
    version = session.value(_VERSION)
    if version not in READABLE:
        raise UnknownJournal(str(version))
    return True


def make_schema(session: Session) -> str | None:
    """Create or upgrade the schema; return why that is not possible, or None.

    Each version is one statement, so that it is created completely or not at all.
    """
    try:
        if has_schema(session):
            if not session.value(
                "SELECT has_table_privilege('_migrate.history', 'INSERT, UPDATE')"
            ):
                return "cannot write to the schema _migrate"
        else:
            session.rows(_MAKE)
        while (version := session.value(_VERSION)) != VERSION:
            session.rows(_AFTER[version])
    except DBAPIError as error:
        if sqlstate(error) == "42501":
            return "cannot create the schema _migrate"
        if sqlstate(error) == "25006":
            return "cannot write to this database (read-only)"
        raise
    return None


class UnknownJournal(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(
            f"The schema _migrate of this database has version {version}, but this safemigrate "
            f"supports versions 1 to {VERSION}. Nothing was run. Upgrade safemigrate."
        )
