"""A season as a zip file, and uploaded files as a season folder."""

import io
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from levy.errors import UploadRefused
from levy.exporters.season_inputs import input_files
from levy.exporters.season_results import result_files
from levy.importers.season_names import SEASON_FILES, is_ignored
from levy.law.season import Season, SeasonResult

MOST_SENT = 16 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
MOST_FILES = 64
LEFT_BY_A_MAC = "__MACOSX/"  # macOS adds this folder to zips; it is ignored
_CHUNK = 1024 * 1024
_DAY = (1980, 1, 1, 0, 0, 0)  # constant: equal seasons are equal zips, byte for byte


def season_zip(season: Season, result: SeasonResult | None = None) -> bytes:
    """Return a season, and its results if there are any, as a zip of its season folder."""
    files = input_files(season)
    if result is not None:
        files |= result_files(season, result)
    return zip_of({name: text.encode() for name, text in files.items()})


def sent_files(sent: list[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the uploaded files: single files, and the files in zips.

    Raises UploadRefused if a file is neither, or if together they are too large.
    """
    files: dict[str, bytes] = {}
    for name, content in sent:
        room = MOST_UNPACKED - sum(map(len, files.values()))
        new_files = _files_of(name, content, room)
        if twice := sorted(files.keys() & new_files):
            reason = f"It holds {twice[0]}, which another uploaded file is or holds, too."
            raise UploadRefused(name, reason, "Upload each file once.")
        files |= new_files
    return files


def _files_of(name: str, content: bytes, room: int) -> dict[str, bytes]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _unzip(name, content, room)
    if name not in SEASON_FILES:
        raise UploadRefused(
            name,
            "It is not a zip, and its name is not that of a season folder's file.",
            "Upload a zip of the season folder, or one of its files under its own name.",
        )
    return {name: content}


@contextmanager
def unpacked_folder(files: dict[str, bytes]) -> Iterator[Path]:
    """Yield a temporary folder with these files."""
    with tempfile.TemporaryDirectory(prefix="levy-season-") as scratch:
        for name, content in files.items():
            (Path(scratch) / name).write_bytes(content)
        yield Path(scratch)


def zip_of(files: dict[str, bytes]) -> bytes:
    """Return files as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _unzip(name: str, content: bytes, room: int) -> dict[str, bytes]:
    """Return the files of a zip; stop reading when the limits are exceeded."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise UploadRefused(
                    name,
                    f"It holds {len(entries):,} files; a season folder has fewer than "
                    f"{MOST_FILES}.",
                    "Zip only the season folder.",
                )
            for entry in entries:
                if entry.filename.startswith(LEFT_BY_A_MAC):
                    continue
                plain = _plain_name(name, entry)
                if is_ignored(plain):
                    continue
                if plain in files:
                    raise UploadRefused(
                        name, f"It holds {plain} twice.", "Zip only one season folder."
                    )
                files[plain] = _read(name, archive, entry, room)
                room -= len(files[plain])
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise UploadRefused(
            name, f"It cannot be unzipped ({error}).", "Zip the season folder again."
        ) from error
    return files


def _plain_name(name: str, entry: zipfile.ZipInfo) -> str:
    """Return a file's own name; raise UploadRefused if its path leads out of the folder."""
    path = PurePosixPath(entry.filename)
    odd = "\\" in entry.filename or ":" in entry.filename or path.is_absolute()
    if odd or ".." in path.parts or len(path.parts) > 2 or stat.S_ISLNK(entry.external_attr >> 16):
        raise UploadRefused(
            name,
            f"The path {entry.filename[:80]!r} in it leads out of a season folder.",
            "Zip only the folder or its files.",
        )
    return path.name


def _read(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    # The sizes that a zip states are not trusted: the bytes that come out are counted.
    pieces: list[bytes] = []
    with archive.open(entry) as file:
        while piece := file.read(_CHUNK):
            room -= len(piece)
            if room < 0:
                raise UploadRefused(
                    name,
                    f"The upload is larger than {MOST_UNPACKED // _CHUNK} MB when unzipped.",
                    "A season folder is far smaller: check what else is in it.",
                )
            pieces.append(piece)
    return b"".join(pieces)
