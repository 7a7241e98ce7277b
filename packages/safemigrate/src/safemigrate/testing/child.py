"""A second process with the same application, to be killed or to come at the same moment."""

from __future__ import annotations

import gc
import os
import signal
import warnings
from collections.abc import Callable
from dataclasses import dataclass

SHOWN = 2000  # characters that a process may say


@dataclass(frozen=True)
class Ended:
    """How a process ended: by a signal, with an error that it told, or well."""

    killed: bool
    said: str


class Child:
    """A copy of this process that does one thing; it begins when it is let go."""

    def __init__(self, work: Callable[[], None]) -> None:
        gate, self._gate = os.pipe()
        self._said, telling = os.pipe()
        with warnings.catch_warnings():
            # Threads of the caller's stay behind; the work uses none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            os.close(self._said)
            _become(work, gate, telling)
        os.close(gate)
        os.close(telling)

    def let_go(self) -> None:
        """Let it begin."""
        # A word, not the end of the file: a child that was made later holds this pipe open, too.
        os.write(self._gate, b"!")
        os.close(self._gate)

    def end(self) -> Ended:
        """Wait for its end."""
        said = b""
        while part := os.read(self._said, SHOWN):
            said += part
        os.close(self._said)
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:
            return Ended(killed=True, said="")
        unsaid = f"status {code}" if code else ""
        return Ended(killed=False, said=said.decode(errors="replace") or unsaid)


def _become(work: Callable[[], None], gate: int, telling: int) -> None:
    """Do the work in the copy, and end it without any of the original's farewells."""
    status = 1
    try:
        # What the original holds open (sessions, files) is its own to close.
        gc.disable()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.read(gate, 1)
        work()
        status = 0
    except BaseException as error:
        os.write(telling, str(error).encode()[:SHOWN])
    finally:
        os._exit(status)
