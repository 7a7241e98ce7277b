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
    """What the journal records about a run; None if unknown.

    command  an id that all runs of this command share, and no others
    """

    actor: str
    host: str
    commit: str | None
    environment: str | None
    command: str = field(default_factory=lambda: uuid4().hex)

    @property
    def who(self) -> str:
        """Return the actor and the machine: maria@deploy."""
        return f"{self.actor}@{self.host}"


def circumstances(folder: Path) -> Circumstances:
    """Return those of this process, with the git commit of the migrations' folder."""
    return Circumstances(
        os.environ.get("SAFEMIGRATE_ACTOR") or _user(),
        socket.gethostname(),
        git_commit(folder),
        os.environ.get("SAFEMIGRATE_ENV") or current_app.config.get("ENV"),
    )


def git_commit(folder: Path) -> str | None:
    """Return the commit that is checked out in the folder, or None if git knows none."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"],
            capture_output=True,
            text=True,
        )
    except OSError:
        return None
    return answer.stdout.strip() or None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"  # in a container, a user id may have no name
