"""Checks of the revision files, by reading them: broken ones cannot be loaded."""

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
    """Return what is wrong with the files, the worst first."""
    files = read_files(folder / "versions")
    yield from _unreadable(files)
    yield from _twice(files)
    yield from _broken(files)
    yield from _heads(folder, files)
    yield from uncommitted(folder)


def _unreadable(files: list[RevisionFile]) -> Iterator[Finding]:
    for each in files:
        if each.unreadable or each.revision is None:
            why = each.unreadable or "it names no revision"
            yield Finding(
                "unreadable file",
                f"{shown(each.file)} is no revision: {why}.",
                f"mend or remove {shown(each.file)}",
            )


def _twice(files: list[RevisionFile]) -> Iterator[Finding]:
    by_id: dict[str, list[RevisionFile]] = defaultdict(list)
    for each in files:
        if each.revision:
            by_id[each.revision].append(each)
    for revision, several in by_id.items():
        if len(several) > 1:
            names = " and ".join(shown(each.file) for each in several)
            yield Finding(
                "id twice",
                f"Revision {revision} is in {names}: only one of them is run.",
                f"another revision id in {shown(several[-1].file)}",
            )


def _broken(files: list[RevisionFile]) -> Iterator[Finding]:
    known = {each.revision for each in files}
    for each in files:
        for below in each.follows:
            if below not in known:
                yield Finding(
                    "broken link",
                    f"{shown(each.file)} follows {below}, which no file has.",
                    f"bring the file of {below} back, or correct down_revision in "
                    f"{shown(each.file)}",
                )


def _heads(folder: Path, files: list[RevisionFile]) -> Iterator[Finding]:
    heads = heads_of_files(files)
    if len(heads) > 1:
        yield Finding(
            "several heads",
            f"Revisions {', '.join(heads)} are all newest: upgrade does not know which is meant.",
            "db merge heads, or correct down_revision of the one that is not applied anywhere",
        )
    file = folder / NAME
    wanted = "".join(f"{head}\n" for head in heads)
    if heads and (not file.exists() or file.read_text() != wanted):
        says = (
            "is not there" if not file.exists() else f"says {', '.join(file.read_text().split())}"
        )
        yield Finding(
            HEAD_FILE,
            f"{shown(file)} {says}, and the newest revision is {', '.join(heads)}: git would merge "
            "two branches' revisions without a word.",
            "db doctor --fix",
            wanted,
        )
