"""Names of backfills: a name that an earlier revision registered is not used again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from sqlalchemy import Connection, text

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.unit import Unit

_OPERATIONS = {"backfill", "cancel_backfill", "require_backfill"}
_HAS_TABLE = "SELECT to_regclass('_migrate.backfill') IS NOT NULL"
_TAKEN = "SELECT name FROM _migrate.backfill WHERE state <> 'cancelled'"


def with_free_names(units: Iterable[Unit], connection: Connection) -> None:
    """Give each backfill of these units a name that the database has not registered."""
    taken = _taken(connection)
    calls = [
        call
        for unit in units
        for call in (*unit.up, *unit.down)
        if isinstance(call, Call) and call.name in _OPERATIONS
    ]
    names = {call.values[0]: _free(call.values[0], taken) for call in calls}
    for call in calls:
        call.values = (names[call.values[0]], *call.values[1:])


def _taken(connection: Connection) -> set[str]:
    if not connection.scalar(text(_HAS_TABLE)):
        return set()
    return set(connection.scalars(text(_TAKEN)))


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name} {number}" for number in count(2) if f"{name} {number}" not in taken)
