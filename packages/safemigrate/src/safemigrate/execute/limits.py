"""The limits of an upgrade: lock timeout, retries, waiting time, hours, steps."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from safemigrate.postgres.durations import seconds_of

LOCK_TIMEOUT = "100ms"
RETRIES = 60
MAX_WAIT = "15m"


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

    lock_timeout: float = 0.1
    retries: int = RETRIES
    max_wait: float = 900.0
    window: str = ""
    until_step: int | None = None
    allow: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    backup: str = "auto"
    snapshot: str | None = None
    restore_point: str | None = None
    confirmed: str | None = None

    @classmethod
    def from_environment(cls) -> Limits:
        """Return the limits that SAFEMIGRATE_… variables set; ValueError for invalid durations."""
        return cls(
            lock_timeout=seconds_of(os.environ.get("SAFEMIGRATE_LOCK_TIMEOUT", LOCK_TIMEOUT)),
            retries=int(os.environ.get("SAFEMIGRATE_RETRIES", RETRIES)),
            max_wait=seconds_of(os.environ.get("SAFEMIGRATE_MAX_WAIT", MAX_WAIT)),
            window=os.environ.get("SAFEMIGRATE_WINDOW", ""),
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
