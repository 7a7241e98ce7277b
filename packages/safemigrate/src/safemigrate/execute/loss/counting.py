"""Counts on the real database what would be lost; nothing is locked but against its own removal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from safemigrate.execute.loss.loss import Loss

PATIENCE = "5s"  # behind somebody who keeps readers out


def counted(losses: Iterable[Loss], connection: psycopg.Connection) -> list[Loss]:
    """Return the losses with their numbers; what changes no value is none."""
    connection.autocommit = True
    connection.execute(SQL("SET lock_timeout = {}").format(PATIENCE))
    # A policy that hides rows would make the number too small: be told instead.
    connection.execute("SET row_security = off")
    found = [replace(loss, number=_number(loss, connection)) for loss in losses]
    return [loss for loss in found if loss.number != 0 or loss.kind in ("table", "column", "label")]


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
            # format_type has written both types.
            there, back = SQL(loss.what), SQL(loss.was)
            return SQL(
                "SELECT count(*) FROM {} WHERE {c} IS DISTINCT FROM CAST(CAST({c} AS {}) AS {})"
            ).format(table, there, back, c=column)
        case "removed" | "changed" | "unknown":
            return loss.query.encode() or None
    raise AssertionError(loss.kind)
