"""Who runs a command, on which machine, with which code, for which environment."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from flask import current_app


@dataclass(frozen=True)
class Circumstances:
    """What the journal notes about a run; None where it is not known.

    command  a word that all runs of this command share, and no other's
    """

    actor: str
    host: str
    commit: str | None
    environment: str | None
    command: str = field(default_factory=lambda: uuid4().hex)

    @property
    def who(self) -> str:
        """Return the actor and the machine in one word."""
        return f"{self.actor}@{self.host}"


def circumstances(folder: Path) -> Circumstances:
    """Return those of this process; folder is the migrations', whose git commit is noted."""
    return Circumstances(
        os.environ.get("SAFEMIGRATE_ACTOR") or _user(),
        socket.gethostname(),
        git_commit(folder),
        os.environ.get("SAFEMIGRATE_ENV") or current_app.config.get("ENV"),
    )


def git_commit(folder: Path) -> str | None:
    """Return the commit that is checked out where the migrations lie, if git knows one."""
    try:
        found = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"],
            capture_output=True,
            text=True,
        )
    except OSError:
        return None
    return found.stdout.strip() or None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"  # a container's number without a name
