"""The table that is printed: a row for each migration and tool."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.migrations.measurement import Measurement
from benchmarks.migrations.trial import Trial
from benchmarks.migrations.verdict import CALM, allowed, is_safe, keeps_pace, throughput

from localpg.server import Server
from localpg.temporary import MEMORY

LINE = "{:<21}{:<6}{:>7}{:>7}{:>6}{:>6}{:>6}{:>7}{:>8}  {}"
HEAD = "\n" + LINE.format(
    "held up, in ms", "by", "reads", "writes", "allow", "idle", "alone", "errors", "seconds", ""
)


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
    """Return the lines of one migration: stock's, each measurement of ours, and the advice."""
    found = [_row(trial.scenario.name, "stock", trial.stock, "")]
    for number, measured in enumerate(trial.ours):
        found.append(_row("  again" if number else "", "ours", measured, _ms(allowed(measured))))
    planned = f"; plan: {_ms(trial.planned)} ms" if trial.planned is not None else ""
    told = f"lint: {', '.join(trial.warned) or 'nothing to say'}{planned}"
    told += "; upgrade asks" if trial.asked else ""
    found.append(f"  before: {told}")
    if trial.disputed:
        found.append(f"  lint finds fault with ours: {', '.join(trial.disputed)}")
    for tool, measured in (("stock", trial.stock), ("ours", trial.ours[-1])):
        found += [f"  {tool}: {n} {error}" for error, n in sorted(measured.errors.items())]
    return found + (_pace(trial) if trial.scenario.raised else [])


def _pace(trial: Trial) -> list[str]:
    """Return how fast rows are changed in batches, and what writers felt during it."""
    stock, ours = trial.stock, trial.ours[-1]
    verdict = "ok" if keeps_pace(stock, ours) else "miss"
    return [
        f"  one UPDATE {stock.total:,.1f} s, in batches and verified {ours.total:,.1f} s: "
        f"{throughput(stock, ours):.2f} of its throughput (0.67 asked)",
        f"  writers' p99: idle {ours.idle_p99 * 1000:.1f} ms, in batches {ours.p99 * 1000:.1f} ms: "
        f"{ours.p99 / ours.idle_p99:.1f} times ({CALM} asked): {verdict}",
    ]


def _row(name: str, tool: str, measured: Measurement, bound: str) -> str:
    verdict = "ok" if is_safe(measured) else "miss" if measured.intact else "lost"
    return LINE.format(
        name, tool, _ms(measured.read), _ms(measured.write), bound, _ms(measured.idle),
        _ms(measured.bystander), sum(measured.errors.values()), f"{measured.total:,.1f}", verdict,
    )  # fmt: skip


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}"
