"""A private PostgreSQL server that starts when it is needed and leaves nothing running.

    with localpg.attach(localpg.user_directory("notes", None)) as server:
        server.create_database("notes")
        url = server.url("notes")

Several processes can share one server; it stops when the last one ends, even if it is killed.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from localpg.errors import LocalPostgresError, UnsupportedSystem
from localpg.find import Binaries, binaries
from localpg.place import user_directory

if TYPE_CHECKING:
    from localpg.server import Server

ROOM = 1_000_000_000  # bytes; a container often has 64 MB of /dev/shm, too little for tests

__all__ = [
    "Binaries",
    "LocalPostgresError",
    "attach",
    "binaries",
    "throwaway",
    "user_directory",
]


def attach(directory: Path, *, binaries: Binaries | None = None) -> "Server":
    """Return the server of a directory, ready for use; create and start it if needed.

    binaries  the installation to use instead of the default one
    Raises LocalPostgresError, with one sentence, for everything that a person can fix.
    """
    _refuse_unsupported_system()
    from localpg.hold import hold
    from localpg.place import Place
    from localpg.server import Server

    place = Place(Path(directory).absolute())
    return Server(place, hold(place, binaries))


def throwaway(*, binaries: Binaries | None = None, room: int = ROOM) -> "Server":
    """Return a new server for tests, in memory if there is room, and deleted after its last user.

    room  bytes that its data may need
    Its data does not survive a power failure.
    """
    _refuse_unsupported_system()
    from localpg.temporary import start_throwaway

    return start_throwaway(binaries, room)


def _refuse_unsupported_system() -> None:
    if os.name != "posix":
        raise UnsupportedSystem(sys.platform)
