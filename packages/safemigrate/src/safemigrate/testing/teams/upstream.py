"""Which revision files others have: those of the branch that is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safemigrate.project.published import GitRefused, files_at

USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True)
class Upstream:
    """What others have; ref is blank and nothing is known where git knows no such branch."""

    ref: str
    files: frozenset[Path]

    def has(self, file: Path) -> bool:
        """Return whether others have this file."""
        return file.resolve() in self.files


def upstream(folder: Path, ref: str | None) -> Upstream:
    """Return what others have of a folder; raise GitRefused where git does not know the ref.

    ref  None for the first of the usual names that git knows
    """
    for each in (ref,) if ref else USUAL:
        try:
            return Upstream(each, files_at(folder, each))
        except GitRefused:
            if ref:
                raise
    return Upstream("", frozenset())
