"""Keeps a revision that is only read from reaching a database, the network, programs or files.

A revision may use the application's own session, whose address is the real one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from safemigrate.lint.recording.dialect import RecordingDialect

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_REFUSED_EVENTS = """
    os.exec os.fork os.forkpty os.kill os.link os.mkdir os.posix_spawn os.remove os.rename os.rmdir
    os.spawn os.symlink os.system os.truncate shutil.copyfile shutil.move shutil.rmtree
    socket.bind socket.connect socket.getaddrinfo subprocess.Popen
"""
_REFUSED = frozenset(_REFUSED_EVENTS.split())
_active = False
_installed = False


class NotWhileReading(PermissionError):
    """A revision tried to leave this process while it was only read."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what} is refused while a revision is only read")


@contextmanager
def nothing_leaves() -> Iterator[None]:
    """Refuse connections, programs and writing of files until the end of the block."""
    global _active
    _install()
    before, _active = _active, True
    try:
        yield
    finally:
        _active = before


def _install() -> None:
    global _installed
    if not _installed:
        _installed = True
        sys.addaudithook(_audit)  # for good: Python has no way to remove one
        event.listen(Engine, "do_connect", _do_connect)
        event.listen(Engine, "before_cursor_execute", _before_cursor_execute)


def _audit(what: str, arguments: tuple[Any, ...]) -> None:
    if not _active:
        return
    if what in _REFUSED:
        raise NotWhileReading(what)
    if what == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise NotWhileReading(f"writing {arguments[0]}")


def _do_connect(dialect: Any, *arguments: Any) -> None:
    if _active and not isinstance(dialect, RecordingDialect):
        raise NotWhileReading("connecting to a database")


def _before_cursor_execute(connection: Any, *arguments: Any) -> None:
    if _active and not isinstance(connection.dialect, RecordingDialect):
        raise NotWhileReading("a statement on the application's own connection")
