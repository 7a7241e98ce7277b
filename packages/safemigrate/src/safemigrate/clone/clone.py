"""A database with the same schema but no rows, to run the pending revisions on; always dropped."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import psycopg

from safemigrate.clone import leftovers, servers
from safemigrate.clone import schema_copy as dump
from safemigrate.clone.clone_errors import CloneFailed, NoPlaceForClone
from safemigrate.clone.servers import Server
from safemigrate.postgres.address import Address
from safemigrate.postgres.client_programs import programs

NAME_LIMIT = 63  # bytes of an identifier
SETTINGS = """
SELECT name, reset_val FROM pg_settings
WHERE source IN ('database', 'user', 'database user') AND context IN ('user', 'superuser')
ORDER BY name
"""

# Runs the applied revisions on an empty database, if pg_dump cannot copy the schema.
Replay = Callable[["Clone"], None]
# Creates and fills a database of this name on the server of the control session.
Make = Callable[[psycopg.Connection, Server, str], "Clone"]


@dataclass(frozen=True)
class Clone:
    """The copy.

    where     its server, in words
    method    how the schema was copied, in words
    settings  the session settings of the source's database and user
    notes     differences from the source
    """

    address: Address
    source: Address
    where: str
    method: str
    settings: tuple[tuple[str, str], ...] = ()
    notes: list[str] = field(default_factory=list)


@contextmanager
def open_clone(source: Address, replay: Replay) -> Iterator[Clone]:
    """Yield a clone of a database's schema; drop it afterwards.

    Raises NoPlaceForClone, or CloneFailed if the schema can be neither copied nor replayed.
    """

    def make(control: psycopg.Connection, server: Server, name: str) -> Clone:
        return _make_clone(control, server, source, name, replay)

    with _temporary(source, make) as clone:
        yield clone


@contextmanager
def replayed(source: Address, replay: Replay) -> Iterator[Clone]:
    """Yield a database with only what revisions create, on a server like the source's.

    Raises NoPlaceForClone, and any error of the replay.
    """

    def make(control: psycopg.Connection, server: Server, name: str) -> Clone:
        clone = _empty(control, server, source, name)
        replay(clone)
        return clone

    with _temporary(source, make) as clone:
        yield clone


@contextmanager
def _temporary(source: Address, make: Make) -> Iterator[Clone]:
    rejected: list[str] = []
    with servers.usable(source, rejected) as place:
        if place is None:
            raise NoPlaceForClone(rejected)
        server, control = place
        leftovers.drop_leftovers(control)
        name = _name(source.name)
        leftovers.claim(control, name)
        try:
            yield make(control, server, name)
        finally:
            leftovers.drop(control, name)


def _name(database: str) -> str:
    ending = f"_plan_{secrets.token_hex(4)}"
    return database.encode()[: NAME_LIMIT - len(ending)].decode(errors="ignore") + ending


def _empty(control: psycopg.Connection, server: Server, source: Address, name: str) -> Clone:
    with source.connect() as real:
        servers.create_like(control, name, real)
        leftovers.mark(control, name)
        settings = tuple((str(key), str(value)) for key, value in real.execute(SETTINGS))
    return Clone(server.address.database(name), source, server.name, "replay", settings)


def _make_clone(
    control: psycopg.Connection, server: Server, source: Address, name: str, replay: Replay
) -> Clone:
    empty = _empty(control, server, source, name)
    address = empty.address
    with source.connect() as real:
        major = real.info.server_version // 10000
    pg_programs = programs(max(major, control.info.server_version // 10000)).usable
    reason = f"no pg_dump of PostgreSQL {major} or later is installed"
    if pg_programs is not None:
        clone = replace(empty, method=f"pg_dump {pg_programs.version}")
        try:
            missing = dump.copy_schema(pg_programs, source, address)
        except subprocess.CalledProcessError as error:
            reason = dump.first_error(error)
        else:
            clone.notes.extend(f"The clone is incomplete: {line}" for line in missing)
            return clone
    return _replayed(replace(empty, method=f"replay ({reason})"), replay, reason)


def _replayed(clone: Clone, replay: Replay, reason: str) -> Clone:
    try:
        replay(clone)
    except Exception as error:
        raise CloneFailed(clone.source.name, f"{reason}; {error}") from error
    return clone


def set_as_source(clone: Clone, connection: psycopg.Connection) -> None:
    """Give a session of the clone the settings that every session of the source has."""
    for name, value in clone.settings:
        with suppress(psycopg.Error):  # a setting that this user or server does not have
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
