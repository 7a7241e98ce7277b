"""Finds a server for a clone: the one set explicitly, the database's own, or a private one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from safemigrate.postgres.address import Address
from safemigrate.project.extras import install

SHADOW = "SAFEMIGRATE_SHADOW_URL"
NOT_INSTALLED = f"no private PostgreSQL is installed: {install('private-postgres')}"
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
ROLES = "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'"
LOCALE = {
    # The source's collation settings, by PostgreSQL's major version.
    17: "SELECT datcollate, datctype, pg_encoding_to_char(encoding), datlocprovider::text, "
    "datlocale FROM pg_database WHERE datname = current_database()",
    15: "SELECT datcollate, datctype, pg_encoding_to_char(encoding), datlocprovider::text, "
    "daticulocale FROM pg_database WHERE datname = current_database()",
    12: "SELECT datcollate, datctype, pg_encoding_to_char(encoding), 'c', NULL "
    "FROM pg_database WHERE datname = current_database()",
}
PROVIDERS = {"i": ("icu", "ICU_LOCALE"), "b": ("builtin", "BUILTIN_LOCALE")}


@dataclass(frozen=True)
class Server:
    """A server for a clone.

    address  the database on it to connect to when creating and dropping the clone
    name     its name in a sentence
    own      whether it is also the source's server
    """

    address: Address
    name: str
    own: bool


class NoPrivateServer(Exception):
    """No private PostgreSQL can be started; str() gives the reason."""


@contextmanager
def private(source: Address) -> Iterator[Server]:
    """Yield a throwaway server that has the source's role names; raise NoPrivateServer."""
    try:
        import localpg
    except ModuleNotFoundError:
        raise NoPrivateServer(NOT_INSTALLED) from None
    try:
        server = localpg.throwaway()
    except localpg.LocalPostgresError as error:
        raise NoPrivateServer(str(error).rstrip(".")) from error
    with server:
        address = Address.of(server.url())
        with source.connect() as source_session, address.connect() as server_session:
            existing = {name for (name,) in server_session.execute(ROLES)}
            for (name,) in source_session.execute(ROLES):
                if name not in existing:
                    server_session.execute(SQL("CREATE ROLE {}").format(Identifier(name)))
        yield Server(address, f"a private PostgreSQL {server.version}", own=False)


@contextmanager
def usable(
    source: Address, rejected: list[str]
) -> Iterator[tuple[Server, psycopg.Connection] | None]:
    """Yield the first server on which this user may create a database, and a session there.

    rejected  gets the reason for each server that cannot be used; yields None if none can
    """
    for server in named(source):
        control = _session(server, rejected)
        if control is not None:
            with control:
                yield server, control
            return
    with ExitStack() as stack:
        try:
            server = stack.enter_context(private(source))
        except NoPrivateServer as error:
            rejected.append(str(error))
            yield None
            return
        yield server, stack.enter_context(server.address.connect())


def _session(server: Server, rejected: list[str]) -> psycopg.Connection | None:
    try:
        control = server.address.connect()
    except psycopg.OperationalError as error:
        if server.own:
            raise
        rejected.append(f"{server.name} cannot be reached ({' '.join(str(error).split())})")
        return None
    if may_create(control):
        return control
    rejected.append(f"on {server.name}, user {control.info.user} may not create databases")
    control.close()
    return None


def named(source: Address) -> list[Server]:
    """Return the servers to try before a private one, the one set explicitly first."""
    shadow = os.environ.get(SHADOW)
    servers = [Server(Address.of(shadow), f"the server of {SHADOW}", own=False)] if shadow else []
    return [*servers, Server(source, "the same server", own=True)]


def may_create(control: psycopg.Connection) -> bool:
    """Return whether this user may create a database here."""
    row = control.execute(MAY_CREATE).fetchone()
    standby = control.execute("SELECT pg_is_in_recovery()").fetchone()
    return bool(row and row[0] and standby and not standby[0])


def create_like(control: psycopg.Connection, name: str, source: psycopg.Connection) -> None:
    """Create an empty database with the source's encoding and collation."""
    major = source.info.server_version // 10000
    query = next(query for since, query in LOCALE.items() if major >= since)
    row = source.execute(query.encode()).fetchone()
    assert row is not None, "a session always has a database"  # noqa: S101 (for mypy)
    collate, ctype, encoding, provider, locale = row
    options = f"TEMPLATE template0 ENCODING {Literal(encoding).as_string()}"
    options += f" LC_COLLATE {Literal(collate).as_string()} LC_CTYPE {Literal(ctype).as_string()}"
    if provider in PROVIDERS:
        word, key = PROVIDERS[provider]
        options += f" LOCALE_PROVIDER {word} {key} {Literal(locale).as_string()}"
    create = SQL("CREATE DATABASE {} ").format(Identifier(name))
    try:
        control.execute(create + SQL(options))
    except (psycopg.errors.InvalidParameterValue, psycopg.errors.WrongObjectType,
            psycopg.errors.SyntaxError, psycopg.errors.FeatureNotSupported):  # fmt: skip
        # A different machine or major version may not have that locale.
        control.execute(create + SQL("TEMPLATE template0"))
