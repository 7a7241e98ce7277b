"""Which revision files are published: those at one point of the git history."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


class GitRefused(RuntimeError):
    """git failed; `reason` is its own message."""

    def __init__(self, ref: str, reason: str) -> None:
        self.ref, self.reason = ref, reason
        super().__init__(
            f"git does not know what is published at {ref} ({reason}). Name a branch or commit "
            "that `git log` knows, such as origin/main; in CI, fetch the full history at checkout."
        )


@dataclass(frozen=True)
class PublishedFiles:
    """A folder's published files, and which of them have changed since."""

    files: frozenset[Path]
    edited: frozenset[Path]


def published_files(folder: Path, ref: str) -> PublishedFiles:
    """Return a folder's files at the commit where this branch forked from `ref`.

    Raises GitRefused.
    """
    base = _git(folder, ref, "merge-base", ref, "HEAD")[0]
    changed = _git(
        folder, ref, "diff", "-z", "--name-only", "--relative", "--diff-filter=M", base, "--", "."
    )
    home = folder.resolve()
    return PublishedFiles(files_at(folder, base), frozenset(home / name for name in changed))


def files_at(folder: Path, ref: str) -> frozenset[Path]:
    """Return a folder's files at a branch or commit; raise GitRefused."""
    names = _git(folder, ref, "ls-tree", "-r", "-z", "--name-only", ref, "--", ".")
    home = folder.resolve()
    return frozenset(home / name for name in names)


def _git(folder: Path, ref: str, *words: str) -> list[str]:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise GitRefused(ref, "git is not installed") from error
    if done.returncode:
        reason = " ".join(done.stderr.split()) or "it has no history in common with this branch"
        raise GitRefused(ref, reason.removeprefix("fatal: "))
    return [name for name in done.stdout.rstrip("\n").split("\0") if name]
