"""The application in its own process: begun before a migration, ended after it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.migrations.project import Project


@dataclass(frozen=True)
class Request:
    """One request; times in seconds of time.monotonic(), `error` the name of its error or ""."""

    role: str
    due: float
    answered: float
    error: str

    @property
    def seconds(self) -> float:
        """Return how long it took, counted from when it was due."""
        return self.answered - self.due


@dataclass
class Traffic:
    """All requests of one run, there when the run is over."""

    requests: list[Request] = field(default_factory=list)


@contextmanager
def application(project: Project, url: str, rows: int, without: str) -> Iterator[Traffic]:
    """Keep the application busy meanwhile."""
    command = [sys.executable, "-m", "benchmarks.migrations.load", str(rows)]
    process = subprocess.Popen(
        [*command, "--without", without],
        cwd=project.folder,
        env=project.environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        if process.stdout.readline() != "ready\n":
            sys.exit("The application under load did not start; what it said stands above.")
        traffic = Traffic()
        yield traffic
        said, _ = process.communicate("enough\n")
        traffic.requests = [Request(*one) for one in json.loads(said)]
    finally:
        process.kill()
        process.communicate()
