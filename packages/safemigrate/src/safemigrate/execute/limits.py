"""The limits of an upgrade: lock timeout, retries, waiting time, hours, steps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from safemigrate.postgres.durations import seconds_of
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.window import NotAWindow, windows_of

T = TypeVar("T")


class InvalidVariable(MigrationStopped):
    exit_code = ExitStatus.USAGE

    def __init__(self, variable: str, reason: str) -> None:
        self.variable, self.reason = variable, reason
        super().__init__(f"In {variable}, {reason}")


@dataclass(frozen=True)
class Limit(Generic[T]):
    """A limit that a variable sets.

    default  as people write it
    kind     what the help calls a value
    read     returns the value of a text; raises ValueError or NotAWindow for an invalid one
    """

    variable: str
    default: str
    kind: str
    read: Callable[[str], T]

    @property
    def default_value(self) -> T:
        """Return the value if nothing sets it."""
        return self.read(self.default)

    def from_environment(self) -> T:
        """Return the variable's value, or the default; raise InvalidVariable."""
        return self.value_of_variable(os.environ.get(self.variable) or self.default)

    def value_of_variable(self, text: str) -> T:
        """Return the value of the variable's text; raise InvalidVariable."""
        try:
            return self.read(text)
        except (ValueError, NotAWindow) as error:
            raise InvalidVariable(self.variable, str(error)) from error


def _whole_number(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"{text!r} is not a whole number: write 0 or more, such as 60.")
    return int(text)


def _window(text: str) -> str:
    windows_of(text)
    return text


LOCK_TIMEOUT = Limit("SAFEMIGRATE_LOCK_TIMEOUT", "100ms", "duration", seconds_of)
RETRIES = Limit("SAFEMIGRATE_RETRIES", "60", "integer", _whole_number)
MAX_WAIT = Limit("SAFEMIGRATE_MAX_WAIT", "15m", "duration", seconds_of)
WINDOW = Limit("SAFEMIGRATE_WINDOW", "", "text", _window)


@dataclass(frozen=True)
class Limits:
    """What the options or the environment set; durations in seconds.

    lock_timeout   how long one try waits for locks, and so how long it may block others
    retries        how often a revision is retried
    max_wait       how long the whole command may wait for another deployer and for locks
    window         when revisions may begin; "" is always
    until_step     how many steps to run; None is all
    allow          lint rules whose slow statements may run, each with the reason
    overrides      refusals of a protected environment to override this time
    backup         whether to back up first: "auto" (a protected database), "always", "never"
    snapshot       a command to run instead of a backup
    restore_point  the name of a restore point to create instead of a backup
    confirmed      the database's name, typed to confirm a downgrade
    """

    lock_timeout: float = LOCK_TIMEOUT.default_value
    retries: int = RETRIES.default_value
    max_wait: float = MAX_WAIT.default_value
    window: str = WINDOW.default_value
    until_step: int | None = None
    allow: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    backup: str = "auto"
    snapshot: str | None = None
    restore_point: str | None = None
    confirmed: str | None = None

    @classmethod
    def from_environment(cls) -> Limits:
        """Return the limits that SAFEMIGRATE_… variables set; raise InvalidVariable."""
        return cls(
            lock_timeout=LOCK_TIMEOUT.from_environment(),
            retries=RETRIES.from_environment(),
            max_wait=MAX_WAIT.from_environment(),
            window=WINDOW.from_environment(),
        )


class Budget:
    """The time that a command may spend waiting."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.spent = 0.0

    @property
    def left(self) -> float:
        """Return the seconds that may still be waited."""
        return max(0.0, self.seconds - self.spent)

    def sleep(self, seconds: float) -> None:
        """Wait, and count the time."""
        began = time.monotonic()
        time.sleep(min(seconds, self.left))
        self.spend(time.monotonic() - began)

    def spend(self, seconds: float) -> None:
        """Count the time of a wait that is over."""
        self.spent += seconds
