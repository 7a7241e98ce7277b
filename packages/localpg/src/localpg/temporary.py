"""Throw-away servers for tests: as fast as they can be, and nothing of them remains."""

import os
import shutil
import tempfile
from pathlib import Path

from localpg.find import Binaries
from localpg.hold import hold
from localpg.lock import is_locked, take
from localpg.place import Place, remove
from localpg.server import Server

MEMORY = Path("/dev/shm")  # noqa: S108 (directories in it are made by mkdtemp)


def start_throwaway(found: Binaries | None, room: int) -> Server:
    """Return a new server whose data lie in memory where there are so many bytes of room."""
    folder = _folder(room)
    prefix = f"localpg-{os.geteuid()}-"
    for left in folder.glob(f"{prefix}*"):
        _remove_abandoned(Place(left))
    place = Place(Path(tempfile.mkdtemp(dir=folder, prefix=prefix)))
    if os.geteuid() == 0:
        place.directory.chmod(0o711)  # the account that runs PostgreSQL for root must pass
    owned = take(place.owner_lock)
    try:
        return Server(place, hold(place, found, throwaway=True), owned=owned)
    except BaseException:
        os.close(owned)
        shutil.rmtree(place.directory, ignore_errors=True)
        raise


def _folder(room: int) -> Path:
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > room:
        return MEMORY
    return Path(tempfile.gettempdir())


def _remove_abandoned(place: Place) -> None:
    if not place.owner_lock.exists():
        return  # its owner is about to take the lock
    if is_locked(place.owner_lock) or is_locked(place.running_lock):
        return
    if place.exists:
        remove(place)
    else:
        shutil.rmtree(place.directory, ignore_errors=True)
