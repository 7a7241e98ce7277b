"""A second process with the same application, to be killed or to run at the same time."""

from __future__ import annotations

import gc
import os
import signal
import warnings
from collections.abc import Callable
from dataclasses import dataclass

SHOWN = 2000  # the most bytes of a process's error


@dataclass(frozen=True)
class ChildExit:
    """How a process ended: by kill -9, with an error, or without one (blank)."""

    killed: bool
    error: str


class Child:
    """A copy of this process that does one piece of work; it waits for start()."""

    def __init__(self, work: Callable[[], None]) -> None:
        gate, self._gate = os.pipe()
        self._error_pipe, error_end = os.pipe()
        with warnings.catch_warnings():
            # The child has none of the caller's threads; the work uses none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            os.close(self._error_pipe)
            _become(work, gate, error_end)
        os.close(gate)
        os.close(error_end)

    def start(self) -> None:
        """Let it begin its work."""
        # A byte, not end of file: a child forked later holds this pipe open, too.
        os.write(self._gate, b"!")
        os.close(self._gate)

    def end(self) -> ChildExit:
        """Wait until it ends."""
        error = b""
        while part := os.read(self._error_pipe, SHOWN):
            error += part
        os.close(self._error_pipe)
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:
            return ChildExit(killed=True, error="")
        code_text = f"status {code}" if code else ""
        return ChildExit(killed=False, error=error.decode(errors="replace") or code_text)


def _become(work: Callable[[], None], gate: int, error_end: int) -> None:
    """Do the work in the child, and exit without the parent's cleanup."""
    status = 1
    try:
        # The parent closes its own sessions and files.
        gc.disable()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.read(gate, 1)
        work()
        status = 0
    except BaseException as error:
        os.write(error_end, str(error).encode()[:SHOWN])
    finally:
        os._exit(status)
