"""The application in its own process: begun before a migration, ended after it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.migrations.operation_log import Write
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
    """What one run asked and wrote, there when the run is over."""

    process: subprocess.Popen[str]
    requests: list[Request] = field(default_factory=list)
    log: list[Write] = field(default_factory=list)

    def deploy(self, share: str) -> None:
        """Have half or all of the clients become the application's new version."""
        assert self.process.stdin is not None  # noqa: S101 (a pipe was asked for)
        self.process.stdin.write(f"{share}\n")
        self.process.stdin.flush()


@contextmanager
def application(
    project: Project, url: str, rows: int, *, without: str, new: str
) -> Iterator[Traffic]:
    """Keep the application busy during the block."""
    command = [sys.executable, "-m", "benchmarks.migrations.load", str(rows)]
    process = subprocess.Popen(
        [*command, "--without", without, "--new", new],
        cwd=project.folder,
        env=project.environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        if process.stdout.readline() != "ready\n":
            sys.exit("The application under load did not start; see its output above.")
        traffic = Traffic(process)
        yield traffic
        said, _ = process.communicate("enough\n")
        found = json.loads(said)
        traffic.requests = [Request(*one) for one in found["requests"]]
        traffic.log = [(kind, number) for kind, number in found["log"]]
    finally:
        process.kill()
        process.communicate()
