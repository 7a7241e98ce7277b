"""Throw-away databases next to the project's own: an empty one, and copies of any of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.clone import leftovers, servers
from safemigrate.clone.clone import NAME_LIMIT, Clone, replayed
from safemigrate.postgres.address import Address


@dataclass
class Shelf:
    """The databases of one test; all are dropped with it.

    pristine  one that stays empty
    control   the session that makes and drops the others
    """

    pristine: Clone
    control: psycopg.Connection
    names: set[str] = field(default_factory=set)

    def empty(self) -> Clone:
        """Return a new database without anything in it."""
        return self.copy(self.pristine)

    def copy(self, made: Clone) -> Clone:
        """Return a copy, rows and all, of a database that nobody is connected to."""
        ending = f"_plan_{secrets.token_hex(4)}"
        stem = self.pristine.address.name.rpartition("_plan_")[0].encode()
        name = stem[: NAME_LIMIT - len(ending)].decode(errors="ignore") + ending
        leftovers.claim(self.control, name)
        self.names.add(name)
        self.control.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(
                Identifier(name), Identifier(made.address.name)
            )
        )
        leftovers.mark(self.control, name)
        return replace(made, address=made.address.database(name))

    @contextmanager
    def lent(self, made: Clone) -> Iterator[Clone]:
        """Lend a copy, and drop it."""
        copied = self.copy(made)
        try:
            yield copied
        finally:
            self.drop(copied)

    def drop(self, made: Clone) -> None:
        """Drop one of them."""
        leftovers.drop(self.control, made.address.name)
        self.names.discard(made.address.name)


@contextmanager
def shelf(source: Address) -> Iterator[Shelf]:
    """Lend an empty shelf on a server like the source's; raise NoPlaceForClone."""
    with replayed(source, lambda made: None) as pristine, _control(pristine) as control:
        lent = Shelf(pristine, control)
        try:
            yield lent
        finally:
            for name in sorted(lent.names):
                leftovers.drop(control, name)


def _control(pristine: Clone) -> psycopg.Connection:
    """Return a session that may create databases where the pristine one lies."""
    for server in servers.named(pristine.source):
        if server.what == pristine.where:
            return server.address.connect()
    return pristine.address.database("postgres").connect()  # localpg's own
