"""Proves a backup: its files are intact, and restoring them gives an identical database."""

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


def check_files(manifest: Manifest, folder: Path) -> None:
    """Raise BackupDamaged if a file differs from what was written."""
    clauses = faults(manifest, folder)
    if clauses:
        raise BackupDamaged(manifest.id, clauses)


def prove(manifest: Manifest, folder: Path, address: Address, *, jobs: int) -> str:
    """Restore a backup into a scratch database and compare; return the server's name.

    address  the database that was backed up, or another database on the server to use
    """
    check_files(manifest, folder)
    with reporting_refusals(manifest.database), _scratch(address) as (scratch, where):
        fill(manifest, folder, scratch, jobs=jobs, owners=False)
        with scratch.connect() as connection, connection.transaction():
            clauses = differences(manifest.contents, contents(connection))
        if clauses:
            raise NotProven(manifest.id, clauses)
    write_proof(folder, where)
    return where


@contextmanager
def _scratch(source: Address) -> Iterator[tuple[Address, str]]:
    rejected: list[str] = []
    with servers.usable(source, rejected) as place:
        if place is None:
            raise NoPlaceForProof(rejected)
        server, control = place
        with _database(control, server, source) as scratch:
            yield scratch, server.name


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
