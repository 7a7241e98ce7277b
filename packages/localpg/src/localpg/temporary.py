"""Throwaway servers for tests: as fast as possible, and deleted afterwards."""

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


def start_throwaway(installation: Binaries | None, room: int) -> Server:
    """Return a new server whose data is in memory if that has `room` bytes free."""
    folder = _folder(room)
    prefix = f"localpg-{os.geteuid()}-"
    for abandoned in folder.glob(f"{prefix}*"):
        _remove_abandoned(Place(abandoned))
    place = Place(Path(tempfile.mkdtemp(dir=folder, prefix=prefix)))
    if os.geteuid() == 0:
        place.directory.chmod(0o711)  # the account that runs PostgreSQL for root must enter
    owned = take(place.owner_lock)
    try:
        return Server(place, hold(place, installation, throwaway=True), owned=owned)
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
