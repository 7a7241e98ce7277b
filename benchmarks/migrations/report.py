"""The table that is printed: a row for each migration and tool."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.migrations.measurement import Measurement
from benchmarks.migrations.trial import Trial
from benchmarks.migrations.verdict import allowed, is_safe
from localpg.server import Server
from localpg.temporary import MEMORY

HEAD = """
| migration | by | reads held up | writes held up | allowed | idle | bystander \
| blocked client-seconds | errors | total | before |
|---|---|---:|---:|---:|---:|---:|---:|---|---:|---|"""


def circumstances(rows: int, size: int, server: Server, settings: str) -> str:
    """Return what one must know to compare the figures with others."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    place = "in memory" if server.directory.parent == MEMORY else "on disk"
    return (
        f"{rows:,} rows, {size / 1e6:,.0f} MB with indexes; PostgreSQL {server.version} "
        f"{place}, {settings}; {os.cpu_count()} cores; "
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit or 'unknown'}.\n"
        f"Load average of the machine before: {os.getloadavg()[0]:.1f}."
    )


def rows_of(trial: Trial) -> list[str]:
    """Return the rows of one migration: stock's, and each measurement of ours."""
    plan = f"; plan: {_ms(trial.planned)}" if trial.planned is not None else ""
    told = (", ".join(trial.warned) or "nothing to say") + plan
    told += "; upgrade asks" if trial.asked else ""
    found = [_row(trial.scenario.name, "Flask-Migrate", trial.stock, "", f"lint: {told}")]
    for number, measured in enumerate(trial.ours):
        verdict = "" if is_safe(measured) else "**missed**"
        again = ", again" if number else ""
        disputed = f"lint: {', '.join(trial.disputed)} " if trial.disputed else ""
        found.append(
            _row("", f"safemigrate{again}", measured, _ms(allowed(measured)), disputed + verdict)
        )
    return found


def _row(name: str, tool: str, measured: Measurement, bound: str, before: str) -> str:
    errors = ", ".join(f"{count} {error}" for error, count in sorted(measured.errors.items()))
    cells = (
        name, tool, _ms(measured.read), _ms(measured.write), bound, _ms(measured.idle),
        _ms(measured.bystander), f"{measured.blocked:,.1f}", errors or "0",
        f"{measured.total:,.1f} s", before,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"
