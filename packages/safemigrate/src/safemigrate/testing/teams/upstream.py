"""Which revision files others have: those of the published branch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safemigrate.project.published import GitRefused, files_at

USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True)
class Upstream:
    """The files that others have; `ref` is blank if git knows no published branch."""

    ref: str
    files: frozenset[Path]

    def has(self, file: Path) -> bool:
        """Return whether others have this file."""
        return file.resolve() in self.files


def upstream(folder: Path, ref: str | None) -> Upstream:
    """Return the published files of a folder; raise GitRefused if git does not know the ref.

    ref  None for the first of the usual names that git knows
    """
    for name in (ref,) if ref else USUAL:
        try:
            return Upstream(name, files_at(folder, name))
        except GitRefused:
            if ref:
                raise
    return Upstream("", frozenset())
