"""A season as one packed file, and a file that somebody sends as a season folder."""

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
LEFT_BY_A_MAC = "__MACOSX/"  # what its packer puts beside the folder; nothing in it is read
_CHUNK = 1024 * 1024
_DAY = (1980, 1, 1, 0, 0, 0)  # the same season is the same file, byte for byte


def packed(season: Season, result: SeasonResult | None = None) -> bytes:
    """Return a season, and its results where there are any, as a zip of its season folder."""
    files = input_files(season)
    if result is not None:
        files |= result_files(season, result)
    return packed_files({name: text.encode() for name, text in files.items()})


def sent_files(sent: list[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the files that somebody sent, those of zips and single ones.

    Raises UploadRefused where one is neither, or where all are too much together.
    """
    files: dict[str, bytes] = {}
    for name, content in sent:
        room = MOST_UNPACKED - sum(map(len, files.values()))
        found = _files_of(name, content, room)
        if twice := sorted(files.keys() & found):
            what = f"It holds {twice[0]}, which another file that was sent is, or holds, too."
            raise UploadRefused(name, what, "Send each file once.")
        files |= found
    return files


def _files_of(name: str, content: bytes, room: int) -> dict[str, bytes]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _unzipped(name, content, room)
    if name not in SEASON_FILES:
        raise UploadRefused(
            name,
            "It is neither a zip nor named as a file of a season folder.",
            "Send a zip of the season folder, or one of its files under its own name.",
        )
    return {name: content}


@contextmanager
def unpacked(files: dict[str, bytes]) -> Iterator[Path]:
    """Lend a folder with these files."""
    with tempfile.TemporaryDirectory(prefix="levy-season-") as scratch:
        for name, content in files.items():
            (Path(scratch) / name).write_bytes(content)
        yield Path(scratch)


def packed_files(files: dict[str, bytes]) -> bytes:
    """Return files as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return made.getvalue()


def _unzipped(name: str, content: bytes, room: int) -> dict[str, bytes]:
    """Return the files of a zip, read no further than the limits allow."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise UploadRefused(
                    name,
                    f"It holds {len(entries):,} files, and a season folder fewer than "
                    f"{MOST_FILES}.",
                    "Pack the season folder alone.",
                )
            for entry in entries:
                if entry.filename.startswith(LEFT_BY_A_MAC):
                    continue
                plain = _plain_name(name, entry)
                if is_ignored(plain):
                    continue
                if plain in files:
                    raise UploadRefused(
                        name, f"It holds {plain} twice.", "Pack one season folder only."
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
            name, f"It cannot be unpacked ({error}).", "Pack the season folder anew."
        ) from error
    return files


def _plain_name(name: str, entry: zipfile.ZipInfo) -> str:
    """Return a file's own name; UploadRefused where its path leads anywhere but into a folder."""
    path = PurePosixPath(entry.filename)
    odd = "\\" in entry.filename or ":" in entry.filename or path.is_absolute()
    if odd or ".." in path.parts or len(path.parts) > 2 or stat.S_ISLNK(entry.external_attr >> 16):
        raise UploadRefused(
            name,
            f"The path {entry.filename[:80]!r} in it leads out of a season folder.",
            "Pack the folder itself or its files, and nothing else.",
        )
    return path.name


def _read(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    # What the zip says of its sizes is its own word: what comes out is counted.
    pieces: list[bytes] = []
    with archive.open(entry) as file:
        while piece := file.read(_CHUNK):
            room -= len(piece)
            if room < 0:
                raise UploadRefused(
                    name,
                    f"What was sent unpacks to more than {MOST_UNPACKED // _CHUNK} MB.",
                    "A season folder is far smaller: see what else is in it.",
                )
            pieces.append(piece)
    return b"".join(pieces)
