"""Writes a season and its results as a season folder."""

import tempfile
from pathlib import Path

from levy.errors import SeasonFolderNotWritten, SeasonFolderOccupied
from levy.exporters.season_inputs import input_files
from levy.exporters.season_results import result_files
from levy.importers.season_names import SEASON_FILES, is_ignored
from levy.law.season import Season, SeasonResult


def write_season_folder(
    folder: Path, season: Season, result: SeasonResult | None = None
) -> list[str]:
    """Write the season, and its results if there are any; return the names of deleted files.

    A new folder appears complete or not at all.  In a folder that holds a season, no file changes
    before all are written; files that only the old season has are deleted, read-me files remain.
    Raises SeasonFolderOccupied if the folder holds other files, and SeasonFolderNotWritten if
    the operating system refuses to write.
    """
    files = input_files(season)
    if result is not None:
        files |= result_files(season, result)
    try:
        _check_free(folder)
        return _write(folder.absolute(), files)  # absolute, so that "." has a name and a parent
    except OSError as error:
        raise SeasonFolderNotWritten(str(folder), error.strerror or str(error)) from error


def _write(folder: Path, files: dict[str, str]) -> list[str]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # A sibling folder is on the same disk, so moving the files only renames them.
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as scratch:
        written = Path(scratch) / "season"
        written.mkdir()
        for name, text in files.items():
            (written / name).write_bytes(text.encode())
        return _move(written, folder)


def _check_free(folder: Path) -> None:
    if not folder.exists():
        return
    strangers = sorted(entry.name for entry in folder.iterdir() if not _belongs(entry))
    if strangers:
        raise SeasonFolderOccupied(str(folder), strangers)


def _belongs(entry: Path) -> bool:
    return is_ignored(entry.name) or (entry.name in SEASON_FILES and not entry.is_dir())


def _move(written: Path, folder: Path) -> list[str]:
    """Move the written files into the folder; return the names of deleted files."""
    if not folder.exists():
        written.rename(folder)
        return []
    new = {path.name for path in written.iterdir()}
    for name in sorted(new):
        (written / name).replace(folder / name)
    obsolete = sorted(name for name in SEASON_FILES - new if (folder / name).exists())
    for name in obsolete:
        (folder / name).unlink()
    return obsolete
