"""Throwaway databases next to the project's own: an empty one, and copies of any of them."""

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
    """The throwaway databases of one test; all are dropped when it ends.

    pristine  a database that stays empty
    control   the session that creates and drops the others
    """

    pristine: Clone
    control: psycopg.Connection
    names: set[str] = field(default_factory=set)

    def empty(self) -> Clone:
        """Return a new empty database."""
        return self.copy(self.pristine)

    def copy(self, clone: Clone) -> Clone:
        """Return a copy, with its rows, of a database that has no connections."""
        ending = f"_plan_{secrets.token_hex(4)}"
        stem = self.pristine.address.name.rpartition("_plan_")[0].encode()
        name = stem[: NAME_LIMIT - len(ending)].decode(errors="ignore") + ending
        leftovers.claim(self.control, name)
        self.names.add(name)
        self.control.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(
                Identifier(name), Identifier(clone.address.name)
            )
        )
        leftovers.mark(self.control, name)
        return replace(clone, address=clone.address.database(name))

    @contextmanager
    def temporary_copy(self, clone: Clone) -> Iterator[Clone]:
        """Yield a copy, and drop it afterwards."""
        copied = self.copy(clone)
        try:
            yield copied
        finally:
            self.drop(copied)

    def drop(self, clone: Clone) -> None:
        """Drop one of the databases."""
        leftovers.drop(self.control, clone.address.name)
        self.names.discard(clone.address.name)


@contextmanager
def open_shelf(source: Address) -> Iterator[Shelf]:
    """Yield an empty shelf on a server like the source's; raise NoPlaceForClone."""
    with replayed(source, lambda clone: None) as pristine, _control(pristine) as control:
        opened = Shelf(pristine, control)
        try:
            yield opened
        finally:
            for name in sorted(opened.names):
                leftovers.drop(control, name)


def _control(pristine: Clone) -> psycopg.Connection:
    """Return a session that may create databases on the pristine database's server."""
    for server in servers.named(pristine.source):
        if server.name == pristine.where:
            return server.address.connect()
    return pristine.address.database("postgres").connect()  # localpg's own
