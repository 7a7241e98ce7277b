"""Keeps a revision from reaching a database, the network, programs or files while lint reads it.

A revision may use the application's own session, which points to the real database.
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
_FORBIDDEN_EVENTS = """
    os.exec os.fork os.forkpty os.kill os.link os.mkdir os.posix_spawn os.remove os.rename os.rmdir
    os.spawn os.symlink os.system os.truncate shutil.copyfile shutil.move shutil.rmtree
    socket.bind socket.connect socket.getaddrinfo subprocess.Popen
"""
_FORBIDDEN = frozenset(_FORBIDDEN_EVENTS.split())
_active = False
_installed = False


class ForbiddenAction(PermissionError):
    """A revision tried to act outside this process while lint was reading it."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"{action} is not allowed while lint reads a revision")


@contextmanager
def no_outside_access() -> Iterator[None]:
    """Forbid connections, programs and writing files inside the block."""
    global _active
    _install()
    was_active, _active = _active, True
    try:
        yield
    finally:
        _active = was_active


def _install() -> None:
    global _installed
    if not _installed:
        _installed = True
        sys.addaudithook(_audit)  # permanent: Python cannot remove an audit hook
        event.listen(Engine, "do_connect", _do_connect)
        event.listen(Engine, "before_cursor_execute", _before_cursor_execute)


def _audit(audit_event: str, arguments: tuple[Any, ...]) -> None:
    if not _active:
        return
    if audit_event in _FORBIDDEN:
        raise ForbiddenAction(audit_event)
    if audit_event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise ForbiddenAction(f"writing {arguments[0]}")


def _do_connect(dialect: Any, *arguments: Any) -> None:
    if _active and not isinstance(dialect, RecordingDialect):
        raise ForbiddenAction("connecting to a database")


def _before_cursor_execute(connection: Any, *arguments: Any) -> None:
    if _active and not isinstance(connection.dialect, RecordingDialect):
        raise ForbiddenAction("a statement on the application's own connection")
