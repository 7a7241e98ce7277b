"""The manifest next to a dump: its time, database, versions, and a checksum of every file."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safemigrate.backup.backup_errors import BackupDamaged, UnknownManifest
from safemigrate.backup.contents import Contents, Table

FORMAT = 1
FILE = "manifest.json"
PROOF = "proof.json"
DUMP = "dump"


@dataclass(frozen=True)
class Manifest:
    """One backup.

    identity     distinguishes the database from one with the same name on another server
    revisions    the Alembic revisions that the database was at
    fingerprint  the fingerprint of its catalogue, as in `db plan`
    files        size in bytes and SHA-256 of each file of the dump
    """

    id: str
    database: str
    identity: str
    began: str
    seconds: float
    server: str
    client: str
    revisions: list[str]
    fingerprint: str
    contents: Contents
    files: dict[str, tuple[int, str]]

    @property
    def size(self) -> int:
        """Bytes of the dump."""
        return sum(size for size, _ in self.files.values())

    @property
    def server_major(self) -> int:
        """The server's major version."""
        return int(self.server.partition(".")[0])

    @property
    def when(self) -> datetime:
        """The moment of the snapshot."""
        return datetime.fromisoformat(self.began)


def write(manifest: Manifest, folder: Path) -> None:
    """Write a manifest with its own checksum."""
    body = asdict(manifest)
    _write(folder / FILE, {"format": FORMAT, "sha256": _digest(body), "backup": body})


def read(folder: Path) -> Manifest:
    """Return a folder's manifest; raise BackupDamaged or UnknownManifest."""
    try:
        document: dict[str, Any] = json.loads((folder / FILE).read_text())
        form, body = document["format"], document["backup"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(folder.name, [f"{FILE} cannot be read"]) from error
    if form != FORMAT:
        raise UnknownManifest(folder.name, form, FORMAT)
    if document.get("sha256") != _digest(body):
        raise BackupDamaged(folder.name, [f"{FILE} was changed"])
    contents = body.pop("contents")
    return Manifest(
        **body
        | {
            "contents": Contents(
                [(kind, name, text) for kind, name, text in contents["schema"]],
                {name: Table(**table) for name, table in contents["tables"].items()},
            ),
            "files": {name: (size, digest) for name, (size, digest) in body["files"].items()},
        }
    )


def files_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and SHA-256 of each file of a dump, after flushing it to disk."""
    files = {}
    for file in sorted((folder / DUMP).iterdir()):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        files[file.name] = (file.stat().st_size, digest)
    return files


def faults(manifest: Manifest, folder: Path) -> list[str]:
    """Return a clause for each file that differs from what was written."""
    present = files_of(folder) if (folder / DUMP).is_dir() else {}
    clauses = [
        f"{name} does not belong to this backup" for name in present.keys() - manifest.files.keys()
    ]
    for name, (size, digest) in manifest.files.items():
        if name not in present:
            clauses.append(f"{name} is missing")
        elif present[name][0] != size:
            clauses.append(f"{name} has {present[name][0]:,} bytes instead of {size:,}")
        elif present[name][1] != digest:
            clauses.append(f"{name} has the right size but different bytes")
    return sorted(clauses)


def write_proof(folder: Path, where: str) -> None:
    """Record that the backup was restored and was identical."""
    _write(folder / PROOF, {"proven": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S%z}", "where": where})


def is_proven(folder: Path) -> bool:
    """Return whether a proof is recorded."""
    return (folder / PROOF).exists()


def sync(folder: Path) -> None:
    """Flush a folder's entries to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _write(file: Path, value: Any) -> None:
    new = file.with_name(f".{file.name}")
    with new.open("w") as stream:
        json.dump(value, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync(file.parent)
