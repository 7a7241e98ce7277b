"""Counts on the real database what would be lost, under ACCESS SHARE locks only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from safemigrate.execute.loss.loss import Loss

LOCK_TIMEOUT = "5s"  # waiting for a session that blocks reads


def counted_losses(losses: Iterable[Loss], connection: psycopg.Connection) -> list[Loss]:
    """Return the losses with their numbers, without those that change no value."""
    connection.autocommit = True
    connection.execute(SQL("SET lock_timeout = {}").format(LOCK_TIMEOUT))
    # A policy that hides rows would make the number too small: get an error instead.
    connection.execute("SET row_security = off")
    counts = [replace(loss, number=_number(loss, connection)) for loss in losses]
    always = ("table", "column", "label")
    return [loss for loss in counts if loss.number != 0 or loss.kind in always]


def _number(loss: Loss, connection: psycopg.Connection) -> int | None:
    query = _query(loss)
    if query is None:
        return None
    try:
        row = connection.execute(query).fetchone()
    except psycopg.Error:
        return None
    return int(row[0]) if row else None


def _query(loss: Loss) -> Composed | bytes | None:
    table, column = Identifier(loss.schema, loss.table), Identifier(loss.column or "_")
    match loss.kind:
        case "table":
            return SQL("SELECT count(*) FROM {}").format(table)
        case "column":
            return SQL("SELECT count({}) FROM {}").format(column, table)
        case "label":
            return SQL("SELECT count(*) FROM {} WHERE {}::text = {}").format(
                table, column, Literal(loss.what)
            )
        case "type":
            # Both types were written by format_type.
            new, old = SQL(loss.what), SQL(loss.was)
            return SQL(
                "SELECT count(*) FROM {} WHERE {c} IS DISTINCT FROM CAST(CAST({c} AS {}) AS {})"
            ).format(table, new, old, c=column)
        case "removed" | "changed" | "unknown":
            return loss.query.encode() or None
    raise AssertionError(loss.kind)
