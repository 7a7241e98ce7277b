"""What lies beside a dump: when, of what, by which versions, and a checksum of every file."""

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

    identity     what tells the database from one of the same name on another server
    revisions    the Alembic revisions that the database was at
    fingerprint  of its catalogue, as `db plan` computes it
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
        """The first number of the server's version."""
        return int(self.server.partition(".")[0])

    @property
    def when(self) -> datetime:
        """The moment of the snapshot."""
        return datetime.fromisoformat(self.began)


def write(manifest: Manifest, folder: Path) -> None:
    """Write a manifest that knows its own checksum."""
    body = asdict(manifest)
    _write(folder / FILE, {"format": FORMAT, "sha256": _digest(body), "backup": body})


def read(folder: Path) -> Manifest:
    """Return a folder's manifest; BackupDamaged or UnknownManifest."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text())
        form, body = told["format"], told["backup"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(folder.name, [f"{FILE} cannot be read"]) from error
    if form != FORMAT:
        raise UnknownManifest(folder.name, form, FORMAT)
    if told.get("sha256") != _digest(body):
        raise BackupDamaged(folder.name, [f"{FILE} was changed"])
    held = body.pop("contents")
    return Manifest(
        **body
        | {
            "contents": Contents(
                [(kind, name, text) for kind, name, text in held["schema"]],
                {name: Table(**table) for name, table in held["tables"].items()},
            ),
            "files": {name: (size, digest) for name, (size, digest) in body["files"].items()},
        }
    )


def files_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and SHA-256 of each file of a dump, and see that the disk has it."""
    found = {}
    for file in sorted((folder / DUMP).iterdir()):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        found[file.name] = (file.stat().st_size, digest)
    return found


def faults(manifest: Manifest, folder: Path) -> list[str]:
    """Return a clause for each file that is not as it was written."""
    there = files_of(folder) if (folder / DUMP).is_dir() else {}
    found = [f"{name} is not of this backup" for name in there.keys() - manifest.files.keys()]
    for name, (size, digest) in manifest.files.items():
        if name not in there:
            found.append(f"{name} is missing")
        elif there[name][0] != size:
            found.append(f"{name} has {there[name][0]:,} bytes instead of {size:,}")
        elif there[name][1] != digest:
            found.append(f"{name} has the right size and other bytes")
    return sorted(found)


def write_proof(folder: Path, where: str) -> None:
    """Note that the backup was restored and was equal."""
    _write(folder / PROOF, {"proven": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S%z}", "where": where})


def is_proven(folder: Path) -> bool:
    """Return whether a proof is noted."""
    return (folder / PROOF).exists()


def sync(folder: Path) -> None:
    """See that the disk has a folder's names."""
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
