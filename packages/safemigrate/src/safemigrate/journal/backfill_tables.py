"""The tables of backfills in the schema _migrate, since its version 4.

backfill          one row for each registered backfill: what it changes, its progress
backfill_batch    key ranges in progress; the worker that has one locks its row
backfill_bad_row  rows that could not be changed, by key, with the error
"""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS _migrate.backfill (
    name text PRIMARY KEY,
    relation text NOT NULL,
    assignments jsonb,
    function text,
    condition text,
    state text NOT NULL DEFAULT 'registered'
        CHECK (state IN ('registered', 'paused', 'cancelled', 'done', 'verified')),
    key text[],
    reached text[],
    upper text[],
    exhausted boolean NOT NULL DEFAULT false,
    pass integer NOT NULL DEFAULT 1,
    rows_expected bigint,
    rows_seen bigint NOT NULL DEFAULT 0,
    rows_changed bigint NOT NULL DEFAULT 0,
    registered timestamptz NOT NULL DEFAULT clock_timestamp(),
    started timestamptz,
    heartbeat timestamptz,
    finished timestamptz,
    CHECK ((assignments IS NULL) <> (function IS NULL))
);
CREATE TABLE IF NOT EXISTS _migrate.backfill_batch (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL REFERENCES _migrate.backfill ON DELETE CASCADE,
    after text[],
    upto text[] NOT NULL,
    single boolean NOT NULL DEFAULT false,
    share smallint NOT NULL DEFAULT 0,
    shares smallint NOT NULL DEFAULT 1,
    rows bigint NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS _migrate.backfill_bad_row (
    name text NOT NULL REFERENCES _migrate.backfill ON DELETE CASCADE,
    key text[] NOT NULL,
    sqlstate text NOT NULL,
    error text NOT NULL,
    found timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, key)
);
"""

# Since version 5: the next share of a batch, and the number of its shares.
SHARES = """
ALTER TABLE _migrate.backfill_batch ADD COLUMN IF NOT EXISTS share smallint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS shares smallint NOT NULL DEFAULT 1;
"""

# Revisions also run where no schema was created: on a clone, from a --sql script, in plain Alembic.
MAKE_WHERE_MISSING = f"""
IF to_regclass('_migrate.backfill') IS NULL THEN
    IF to_regnamespace('_migrate') IS NULL THEN CREATE SCHEMA _migrate; END IF;
    {TABLES}
END IF;
"""
