"""A private PostgreSQL that starts when it is needed and leaves nothing behind.

    with localpg.attach(localpg.user_directory("notes", None)) as server:
        server.create_database("notes")
        url = server.url("notes")

Several processes share one server; it stops when the last one ends, however it ends.
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

ROOM = 1_000_000_000  # bytes; a container often has 64 MB in memory, too little for a test run

__all__ = [
    "Binaries",
    "LocalPostgresError",
    "attach",
    "binaries",
    "throwaway",
    "user_directory",
]


def attach(directory: Path, *, binaries: Binaries | None = None) -> "Server":
    """Return the server of a directory, ready for use, after making and starting it if need be.

    binaries  the installation to use instead of the one that is found
    LocalPostgresError, in one sentence, for everything that a person can put right.
    """
    _refuse_unsupported_system()
    from localpg.hold import hold
    from localpg.place import Place
    from localpg.server import Server

    place = Place(Path(directory).absolute())
    return Server(place, hold(place, binaries))


def throwaway(*, binaries: Binaries | None = None, room: int = ROOM) -> "Server":
    """Return a new server for tests: in memory where there is room, deleted with its last user.

    room  bytes that its data may come to need
    It does not survive a power failure, nor does it need to.
    """
    _refuse_unsupported_system()
    from localpg.temporary import start_throwaway

    return start_throwaway(binaries, room)


def _refuse_unsupported_system() -> None:
    if os.name != "posix":
        raise UnsupportedSystem(sys.platform)
