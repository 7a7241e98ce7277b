"""The commands of `db backfill`, on the database that migrations run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from safemigrate.backfill import backfill_run as runner
from safemigrate.backfill.backfill_errors import BackfillHalted, UnknownBackfill
from safemigrate.backfill.backfill_run import Terms
from safemigrate.journal.schema import has_schema
from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.session import Session
from safemigrate.project.own_session import own_session

say: Callable[[str], None] = partial(click.echo, err=True)

_LIST = """
SELECT f.name, f.state, f.relation, f.rows_expected, f.rows_seen, f.rows_changed,
       (SELECT count(*) FROM _migrate.backfill_bad_row b WHERE b.name = f.name),
       f.pass, f.registered::text, f.started::text, f.heartbeat::text, f.finished::text,
       round(extract(epoch FROM clock_timestamp() - f.heartbeat)::numeric, 1)::text
FROM _migrate.backfill f ORDER BY f.registered, f.name
"""
_KEYS = (
    *("name", "state", "table", "rows_expected", "rows_seen", "rows_changed", "bad_rows"),
    *("pass", "registered", "started", "heartbeat", "finished", "silent_s"),
)
_BAD = """
SELECT key, sqlstate, error FROM _migrate.backfill_bad_row WHERE name = :name ORDER BY found, key
"""
# For each command: the new state, and the states in which it is allowed.
_MOVES = {
    "pause": ("paused", ("registered", "paused")),
    "resume": ("registered", ("paused", "registered")),
    "cancel": ("cancelled", ("registered", "paused", "done", "verified", "cancelled")),
}
_RETRY = """
WITH bad AS (DELETE FROM _migrate.backfill_bad_row WHERE name = :name RETURNING key),
again AS (
    INSERT INTO _migrate.backfill_batch (name, upto, single, rows)
    SELECT :name, key, true, 0 FROM bad RETURNING 1
)
UPDATE _migrate.backfill SET state = 'registered', finished = NULL
WHERE name = :name AND state IN ('registered', 'done') AND EXISTS (SELECT FROM again)
"""


@contextmanager
def _on_database() -> Iterator[Session]:
    with own_session() as session:
        session.settle()
        yield session


def listed() -> list[dict[str, Any]]:
    """Return every registered backfill with its progress."""
    with _on_database() as session:
        return _listed(session)


def status(name: str) -> dict[str, Any]:
    """Return one backfill with its bad rows."""
    with _on_database() as session:
        entry = _entry(session, name)
        bad = session.rows(_BAD, name=name)
        rows = [{"key": key, "sqlstate": code, "error": error} for key, code, error in bad]
        return entry | {"rows": rows}


def move(name: str, action: str) -> dict[str, Any]:
    """Pause, resume or cancel a backfill, whether or not it is running."""
    state, from_states = _MOVES[action]
    with _on_database() as session:
        present = _entry(session, name)["state"]
        moved = session.rows(
            "UPDATE _migrate.backfill SET state = :state WHERE name = :name "
            "AND state = ANY (:from_states) RETURNING 1",
            name=name,
            state=state,
            from_states=list(from_states),
        )
        if not moved and present == "cancelled":
            raise BackfillHalted(name, present)
        return _entry(session, name)


def run(name: str | None, terms: Terms) -> list[dict[str, Any]]:
    """Run one backfill, or all that are incomplete; return them afterwards."""
    with _on_database() as session:
        names = [_entry(session, name)["name"]] if name else _pending(session)
        for backfill_name in names:
            runner.run(session.engine, backfill_name, terms, say)
        return [_entry(session, backfill_name) for backfill_name in names]


def retry(name: str, terms: Terms) -> dict[str, Any]:
    """Retry the bad rows, and process whatever else remains."""
    with _on_database() as session:
        entry = _entry(session, name)
        if entry["state"] in {"paused", "cancelled"}:
            raise BackfillHalted(name, entry["state"])
        session.rows(_RETRY, name=name)
        runner.run(session.engine, name, terms, say)
        return _entry(session, name)


def verify(name: str, terms: Terms) -> dict[str, Any]:
    """Count the remaining rows, and mark the backfill verified if there are none."""
    with _on_database() as session:
        _entry(session, name)
        runner.verify(session.engine, name, terms)
        return _entry(session, name)


def sentence(entry: dict[str, Any]) -> str:
    """Return a backfill as one line."""
    parts = [f"{entry['name']}: {entry['state']}", f"{entry['rows_changed']:,} rows changed"]
    if entry["bad_rows"]:
        parts.append(f"bad rows: {entry['bad_rows']:,}")
    if entry["state"] == "registered" and entry["started"]:
        silent = float(entry["silent_s"])
        parts.append(f"last sign of life {duration_words(silent)} ago")
    return ", ".join(parts)


def _pending(session: Session) -> list[str]:
    return [entry["name"] for entry in _listed(session) if entry["state"] in {"registered", "done"}]


def _listed(session: Session) -> list[dict[str, Any]]:
    if not has_schema(session) or session.value("SELECT to_regclass('_migrate.backfill')") is None:
        return []
    return [dict(zip(_KEYS, row, strict=True)) for row in session.rows(_LIST)]


def _entry(session: Session, name: str) -> dict[str, Any]:
    for entry in _listed(session):
        if entry["name"] == name:
            return entry
    raise UnknownBackfill(name)
