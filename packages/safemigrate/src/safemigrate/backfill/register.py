"""The statements with which revisions register, cancel and require a backfill.

Each is one statement, not a query, so that `db upgrade` records it as done, and the script that
--sql prints does the same as the revision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from safemigrate.backfill.key import has_key_sql
from safemigrate.journal.backfill_tables import MAKE_WHERE_MISSING
from safemigrate.postgres.names import literal

SMALL = 1000  # rows of a table that a revision changes without `db backfill run`
AGAIN = "verified, but rows match its where again"
# SQLSTATEs of our own
REQUIRED, TAKEN, NO_KEY, NO_TABLE = "SM002", "SM003", "SM004", "SM005"


def registration(
    name: str,
    relation: str,
    assignments: Mapping[str, str] | None,
    function: str | None,
    condition: str | None,
) -> str:
    """Return the statement that registers a backfill.

    It raises TAKEN if the name is already registered, NO_TABLE if the table does not exist, and
    NO_KEY if the table has no suitable key.
    """
    changed = [literal(column) for column in assignments or ()]
    pairs = literal(json.dumps(dict(assignments))) if assignments else "NULL"
    return _do(f"""
BEGIN
    {MAKE_WHERE_MISSING}
    DELETE FROM _migrate.backfill WHERE name = {literal(name)} AND state = 'cancelled';
    IF EXISTS (SELECT FROM _migrate.backfill WHERE name = {literal(name)}) THEN
        RAISE EXCEPTION USING ERRCODE = '{TAKEN}', MESSAGE = {literal(f"{name} is registered")};
    END IF;
    IF to_regclass({literal(relation)}) IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = '{NO_TABLE}', MESSAGE = {literal(f"no {relation}")};
    END IF;
    IF NOT {has_key_sql(literal(relation), changed)} THEN
        RAISE EXCEPTION USING ERRCODE = '{NO_KEY}', MESSAGE = {literal(f"no key of {relation}")};
    END IF;
    INSERT INTO _migrate.backfill (name, relation, assignments, function, condition) VALUES
        ({literal(name)}, {literal(relation)}, {pairs}, {_or_null(function)},
         {_or_null(condition)});
END""")  # noqa: S608


def cancellation(name: str) -> str:
    """Return the statement that cancels a backfill, if it is registered."""
    return _do(f"""
BEGIN
    {MAKE_WHERE_MISSING}
    UPDATE _migrate.backfill SET state = 'cancelled' WHERE name = {literal(name)};
END""")  # noqa: S608


def requirement(name: str) -> str:
    """Return the statement that raises REQUIRED, with the state, if a backfill is not verified.

    Rows that an older program wrote since the verification may match the condition again, so every
    row is checked here.  A condition on a column that was dropped is ignored.

    A backfill that has not started, on a table of at most SMALL rows, is run right here, so that a
    new database upgrades without anyone's help.  If a row fails, the statement leaves the backfill
    to `db backfill run`, which names the row.
    """
    return _do(f"""
DECLARE
    work record;
    rows bigint;
    again boolean := false;
BEGIN
    {MAKE_WHERE_MISSING}
    SELECT * INTO work FROM _migrate.backfill WHERE name = {literal(name)} FOR UPDATE;
    IF work.state = 'registered' AND work.started IS NULL THEN
        EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT {SMALL + 1}) AS found',
                       work.relation) INTO rows;
        IF rows = 0 OR rows <= {SMALL} AND work.function IS NULL THEN
            BEGIN
                IF rows > 0 THEN
                    EXECUTE format('UPDATE %s SET %s WHERE %s', work.relation,
                        (SELECT string_agg(format('%I = (%s)', key, value), ', ')
                         FROM jsonb_each_text(work.assignments)),
                        coalesce('(' || work.condition || ')', 'true'));
                    GET DIAGNOSTICS rows = ROW_COUNT;
                END IF;
                UPDATE _migrate.backfill SET state = 'verified', exhausted = true,
                    rows_seen = rows, rows_changed = rows, started = clock_timestamp(),
                    heartbeat = clock_timestamp(), finished = clock_timestamp()
                WHERE name = work.name RETURNING * INTO work;
            EXCEPTION WHEN OTHERS THEN
                IF SQLSTATE !~ '^(21|22|23|P0)' THEN RAISE; END IF;
            END;
        END IF;
    END IF;
    IF work.state = 'verified' AND work.condition IS NOT NULL THEN
        BEGIN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s)', work.relation, work.condition)
            INTO again;
        EXCEPTION WHEN undefined_column OR undefined_table THEN NULL;
        END;
        IF again THEN work.state := '{AGAIN}'; END IF;
    END IF;
    IF work.state IS DISTINCT FROM 'verified' THEN
        RAISE EXCEPTION USING ERRCODE = '{REQUIRED}',
            MESSAGE = {literal(f"backfill {name} is not verified: ")}
                      || coalesce(work.state, 'missing');
    END IF;
END""")  # noqa: S608


def _do(body: str) -> str:
    return f"DO {literal(body)}"


def _or_null(value: str | None) -> str:
    return "NULL" if value is None else literal(value)
