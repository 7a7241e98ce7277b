"""What safemigrate says of a migration before it runs: lint's rules, the plan, a question."""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.migrations.project import Project

from safemigrate.project.exit_status import ExitStatus

OF_TRAFFIC = ("LOCK", "COMPAT", "DATA")  # not of style, nor of ways back, which are not measured
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"  # lint needs none


def lint(project: Project, files: list[Path]) -> list[str]:
    """Return the ids of the rules that speak of these revisions, each once."""
    said = project.run("lint", "--json", *map(str, files), url=NO_DATABASE)
    if said.status not in {0, ExitStatus.FINDINGS}:
        sys.exit(f"flask db lint failed:\n{said.stderr}")
    found: list[dict[str, Any]] = json.loads(said.stdout)["findings"]
    return sorted({one["rule"] for one in found if one["rule"].startswith(OF_TRAFFIC)})


def planned_block(project: Project, *, url: str) -> float | None:
    """Return the longest block that the plan predicts, in seconds; None where it sees none."""
    said = project.run("plan", "--json", url=url)
    if said.status:
        sys.exit(f"flask db plan failed:\n{said.stderr}")
    longest = json.loads(said.stdout)["longest_block"]
    return longest["milliseconds"] / 1000 if longest else None


def upgrade_asks(project: Project, *, url: str) -> bool:
    """Return whether upgrade stops for an answer; it runs the migration where it does not."""
    said = project.run("upgrade", url=url)
    if said.status not in {0, ExitStatus.NOT_CONFIRMED}:
        sys.exit(f"flask db upgrade failed:\n{said.stderr}")
    return said.status == ExitStatus.NOT_CONFIRMED
