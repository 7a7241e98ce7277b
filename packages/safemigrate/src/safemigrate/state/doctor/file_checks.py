"""Checks that read the revision files as text, because broken files cannot be loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from safemigrate.project.head_file import NAME
from safemigrate.project.revision_file import RevisionFile, heads_of_files, read_files
from safemigrate.project.sentences.place import shown
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.doctor.git_check import uncommitted

HEAD_FILE = "head file"


def findings(folder: Path) -> Iterator[Finding]:
    """Yield the problems of the files, the worst first."""
    files = read_files(folder / "versions")
    yield from _unreadable(files)
    yield from _twice(files)
    yield from _broken(files)
    yield from _heads(folder, files)
    yield from uncommitted(folder)


def _unreadable(files: list[RevisionFile]) -> Iterator[Finding]:
    for file in files:
        if file.unreadable or file.revision is None:
            reason = file.unreadable or "it has no revision id"
            yield Finding(
                "unreadable file",
                f"{shown(file.file)} is not a valid revision: {reason}.",
                f"fix or delete {shown(file.file)}",
            )


def _twice(files: list[RevisionFile]) -> Iterator[Finding]:
    by_id: dict[str, list[RevisionFile]] = defaultdict(list)
    for file in files:
        if file.revision:
            by_id[file.revision].append(file)
    for revision, duplicates in by_id.items():
        if len(duplicates) > 1:
            names = " and ".join(shown(file.file) for file in duplicates)
            yield Finding(
                "id twice",
                f"Revision {revision} is in {names}: Alembic runs only one of them.",
                f"change the revision id in {shown(duplicates[-1].file)}",
            )


def _broken(files: list[RevisionFile]) -> Iterator[Finding]:
    ids = {file.revision for file in files}
    for file in files:
        for below in file.follows:
            if below not in ids:
                yield Finding(
                    "broken link",
                    f"{shown(file.file)} follows {below}, which has no file.",
                    f"restore the file of {below}, or correct down_revision in {shown(file.file)}",
                )


def _heads(folder: Path, files: list[RevisionFile]) -> Iterator[Finding]:
    heads = heads_of_files(files)
    if len(heads) > 1:
        yield Finding(
            "several heads",
            f"Revisions {', '.join(heads)} are all heads: upgrade does not know which to use.",
            "db merge heads, or correct down_revision of the one that no database has yet",
        )
    file = folder / NAME
    wanted = "".join(f"{head}\n" for head in heads)
    if heads and (not file.exists() or file.read_text() != wanted):
        state = "is missing"
        if file.exists():
            state = f"says {', '.join(file.read_text().split())}"
        yield Finding(
            HEAD_FILE,
            f"{shown(file)} {state}, but the newest revision is {', '.join(heads)}: git would "
            "silently merge the revisions of two branches.",
            "db doctor --fix",
            wanted,
        )
