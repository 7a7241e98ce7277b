"""A database with the same schema and no rows, to run the pending revisions on; always dropped."""

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

# Runs the applied revisions on an empty database, where no pg_dump can copy the schema.
Replay = Callable[["Clone"], None]
# Fills a new, empty database of this name on the server that the control session is on.
Make = Callable[[psycopg.Connection, Server, str], "Clone"]


@dataclass(frozen=True)
class Clone:
    """The copy.

    where     on which server it lies, in words
    how       how the schema was copied, in words
    settings  what the source's database and user set for every session
    notes     what differs from the source
    """

    address: Address
    source: Address
    where: str
    how: str
    settings: tuple[tuple[str, str], ...] = ()
    notes: list[str] = field(default_factory=list)


@contextmanager
def clone(source: Address, replay: Replay) -> Iterator[Clone]:
    """Lend a clone of a database's schema.

    Raises NoPlaceForClone, or CloneFailed where the schema can neither be copied nor replayed.
    """

    def make(control: psycopg.Connection, server: Server, name: str) -> Clone:
        return _made(control, server, source, name, replay)

    with _lent(source, make) as made:
        yield made


@contextmanager
def replayed(source: Address, replay: Replay) -> Iterator[Clone]:
    """Lend a database with what revisions make and nothing else, on a server like the source's.

    Raises NoPlaceForClone, and whatever the replay raises.
    """

    def make(control: psycopg.Connection, server: Server, name: str) -> Clone:
        made = _empty(control, server, source, name)
        replay(made)
        return made

    with _lent(source, make) as made:
        yield made


@contextmanager
def _lent(source: Address, make: Make) -> Iterator[Clone]:
    tried: list[str] = []
    with servers.usable(source, tried) as found:
        if found is None:
            raise NoPlaceForClone(tried)
        server, control = found
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
    return Clone(server.address.database(name), source, server.what, "replay", settings)


def _made(
    control: psycopg.Connection, server: Server, source: Address, name: str, replay: Replay
) -> Clone:
    empty = _empty(control, server, source, name)
    address = empty.address
    with source.connect() as real:
        major = real.info.server_version // 10000
    found = programs(max(major, control.info.server_version // 10000)).found
    why = f"no pg_dump of PostgreSQL {major} or later was found"
    if found is not None:
        made = replace(empty, how=f"pg_dump {found.version}")
        try:
            refused = dump.copy_schema(found, source, address)
        except subprocess.CalledProcessError as error:
            why = dump.said(error)
        else:
            made.notes.extend(f"The clone lacks something: {line}" for line in refused)
            return made
    return _replayed(replace(empty, how=f"replay ({why})"), replay, why)


def _replayed(made: Clone, replay: Replay, why: str) -> Clone:
    try:
        replay(made)
    except Exception as error:
        raise CloneFailed(made.source.name, f"{why}; {error}") from error
    return made


def set_as_source(clone: Clone, connection: psycopg.Connection) -> None:
    """Give a session of the clone what every session of the source has."""
    for name, value in clone.settings:
        with suppress(psycopg.Error):  # a setting that this user or server does not have
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
