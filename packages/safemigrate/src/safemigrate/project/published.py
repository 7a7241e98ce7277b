"""Which revision files others have: those at a point of the git history."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


class GitRefused(RuntimeError):
    """git could not answer; `said` is its own sentence."""

    def __init__(self, ref: str, said: str) -> None:
        self.ref, self.said = ref, said
        super().__init__(
            f"git does not know what is published at {ref} ({said}). Name a branch or commit that "
            "`git log` knows, such as origin/main; in CI, let the checkout fetch its history."
        )


@dataclass(frozen=True)
class Published:
    """The files of a folder that are published, and those of them that were changed since."""

    files: frozenset[Path]
    edited: frozenset[Path]


def published(folder: Path, ref: str) -> Published:
    """Return what the branch `ref` had of a folder where this one left it.

    Raises GitRefused.
    """
    base = _git(folder, ref, "merge-base", ref, "HEAD")[0]
    changed = _git(
        folder, ref, "diff", "-z", "--name-only", "--relative", "--diff-filter=M", base, "--", "."
    )
    home = folder.resolve()
    return Published(files_at(folder, base), frozenset(home / name for name in changed))


def files_at(folder: Path, ref: str) -> frozenset[Path]:
    """Return what a branch or commit has of a folder now; raise GitRefused."""
    names = _git(folder, ref, "ls-tree", "-r", "-z", "--name-only", ref, "--", ".")
    home = folder.resolve()
    return frozenset(home / name for name in names)


def _git(folder: Path, ref: str, *words: str) -> list[str]:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise GitRefused(ref, "there is no program git") from error
    if done.returncode:
        said = " ".join(done.stderr.split()) or "it has no history in common with this one"
        raise GitRefused(ref, said.removeprefix("fatal: "))
    return [name for name in done.stdout.rstrip("\n").split("\0") if name]
