"""What one migration did to the application: longest block, errors, lost writes."""

import statistics
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from benchmarks.migrations.application import Request, Traffic, application
from benchmarks.migrations.operation_log import Write
from benchmarks.migrations.project import Project, Said
from benchmarks.migrations.report_in_the_way import report_in_the_way
from benchmarks.migrations.scenario import Scenario

IDLE = 4.0  # seconds of traffic before a migration
AFTER = 1.0  # seconds of traffic after it: an error that stays is seen again
DEPLOYED = ("half", "all")  # of the clients
ROLLOUT = 1.0  # seconds until a deployment is through


@dataclass(frozen=True)
class Measurement:
    """One migration by one tool; times in seconds.

    idle       the longest request before the migration
    blocked    what requests took beyond that, added up over all clients
    bystander  the longest request of the client that no lock can hold up
    idle_p99   the 99th percentile of writes before the migration
    p99        the same during the migration
    intact     whether the table holds what the log of the writers says
    """

    idle: float
    read: float
    write: float
    bystander: float
    blocked: float
    errors: Counter[str]
    total: float
    idle_p99: float = 0.0
    p99: float = 0.0
    intact: bool = True

    @property
    def longest(self) -> float:
        """Return the longest time that anybody was held up."""
        return max(self.read, self.write)


def measure(
    project: Project, url: str, rows: int, scenario: Scenario, *, steps: tuple[str, ...]
) -> tuple[Said, Measurement, list[Write]]:
    """Run the steps of a migration under load, until one fails; return the writers' log, too."""
    report = report_in_the_way(url) if scenario.in_the_way else nullcontext()
    without = scenario.without if project.is_ours else ""
    said = Said(0, "", "")
    with application(project, url, rows, without=without, new=scenario.new) as traffic, report:
        time.sleep(IDLE)
        began = time.monotonic()
        for step in steps:
            if not said.status:
                said = _take(step, project, url, traffic)
        ended = time.monotonic()
        time.sleep(AFTER)
    return said, judged(traffic.requests, began, ended), traffic.log


def _take(step: str, project: Project, url: str, traffic: Traffic) -> Said:
    if step not in DEPLOYED:
        return project.run(*step.split(), url=url)
    traffic.deploy(step)
    time.sleep(ROLLOUT)
    return Said(0, "", "")


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
        idle_p99=_p99(before),
        p99=_p99([one for one in later if one.answered <= ended]),
    )


def _p99(requests: Iterable[Request]) -> float:
    seconds = [one.seconds for one in requests if one.role == "write"]
    return statistics.quantiles(seconds, n=100)[98] if len(seconds) > 1 else 0.0
