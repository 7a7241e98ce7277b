"""Proves a backup: its files are what was written, and restoring them brings the same database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from safemigrate.backup.backup_errors import BackupDamaged, NoPlaceForProof, NotProven
from safemigrate.backup.contents import contents, differences
from safemigrate.backup.make import reporting_refusals
from safemigrate.backup.manifest import Manifest, faults, write_proof
from safemigrate.backup.restore import fill
from safemigrate.clone import leftovers, servers
from safemigrate.clone.servers import Server
from safemigrate.postgres.address import Address


def see_that_whole(manifest: Manifest, folder: Path) -> None:
    """Raise BackupDamaged where a file is not as it was written."""
    found = faults(manifest, folder)
    if found:
        raise BackupDamaged(manifest.id, found)


def prove(manifest: Manifest, folder: Path, address: Address, *, jobs: int) -> str:
    """Restore a backup into a scratch database and compare; return where that was.

    address  the database that was backed up, or another of a server to restore on
    """
    see_that_whole(manifest, folder)
    with reporting_refusals(manifest.database), _scratch(address) as (scratch, where):
        fill(manifest, folder, scratch, jobs=jobs, owners=False)
        with scratch.connect() as connection, connection.transaction():
            found = differences(manifest.contents, contents(connection))
        if found:
            raise NotProven(manifest.id, found)
    write_proof(folder, where)
    return where


@contextmanager
def _scratch(source: Address) -> Iterator[tuple[Address, str]]:
    tried: list[str] = []
    with servers.usable(source, tried) as found:
        if found is None:
            raise NoPlaceForProof(tried)
        server, control = found
        with _database(control, server, source) as made:
            yield made, server.name


@contextmanager
def _database(control: psycopg.Connection, server: Server, source: Address) -> Iterator[Address]:
    leftovers.drop_leftovers(control)  # what a killed plan or proof left
    name = f"proof_plan_{secrets.token_hex(4)}"
    leftovers.claim(control, name)
    try:
        with source.connect() as real:
            servers.create_like(control, name, real)
        leftovers.mark(control, name)
        yield server.address.database(name)
    finally:
        leftovers.drop(control, name)
