"""What one migration did to the application: longest block, blocked seconds, errors."""

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from benchmarks.migrations.application import Request, application
from benchmarks.migrations.project import Project, Said
from benchmarks.migrations.report_in_the_way import report_in_the_way

IDLE = 4.0  # seconds of traffic before a migration
AFTER = 1.0  # seconds of traffic after it: an error that stays is seen again


@dataclass(frozen=True)
class Measurement:
    """One migration by one tool; times in seconds.

    idle       the longest request before the migration
    blocked    what requests took beyond that, added up over all clients
    bystander  the longest request of the client that no lock can hold up
    """

    idle: float
    read: float
    write: float
    bystander: float
    blocked: float
    errors: Counter[str]
    total: float

    @property
    def longest(self) -> float:
        """Return the longest time that anybody was held up."""
        return max(self.read, self.write)


def measure(
    project: Project, url: str, rows: int, *, without: str, in_the_way: bool
) -> tuple[Said, Measurement]:
    """Run `flask db upgrade` under load."""
    report = report_in_the_way(url) if in_the_way else nullcontext()
    with application(project, url, rows, without) as traffic, report:
        time.sleep(IDLE)
        began = time.monotonic()
        said = project.run("upgrade", url=url)
        ended = time.monotonic()
        time.sleep(AFTER)
    return said, judged(traffic.requests, began, ended)


def judged(requests: Iterable[Request], began: float, ended: float) -> Measurement:
    """Return what the requests say of a migration between two moments."""
    before = [one for one in requests if one.answered <= began]
    later = [one for one in requests if one.answered > began]
    idle = max(one.seconds for one in before)
    longest = dict.fromkeys(("read", "write", "bystander"), 0.0)
    for one in later:
        longest[one.role] = max(longest[one.role], one.seconds)
    return Measurement(
        idle,
        **longest,
        blocked=sum(max(0.0, one.seconds - idle) for one in later if one.role != "bystander"),
        errors=Counter(one.error for one in (*before, *later) if one.error),
        total=ended - began,
    )
