"""`db status`: the database's revision, what is pending, and which applied files changed."""

from __future__ import annotations

from typing import Any

import click
from alembic.config import Config

from safemigrate.journal.audit import run_line, runs
from safemigrate.project.invocation import typed
from safemigrate.state.own_position import own_position

WIDTH = 80


def status_of(config: Config) -> dict[str, Any]:
    """Return the status as plain values."""
    position = own_position(config)
    journal = runs()
    return {
        "current": list(position.heads),
        "heads": position.newest,
        "pending": position.pending,
        "edited": position.edited,
        "missing": position.missing,
        "foreign": position.foreign,
        "half_done": [run["revision"] for run in journal if run["result"] == "half done"],
        "running": [run["revision"] for run in journal if run["result"] == "running"],
        "last_run": journal[0] if journal else None,
    }


def lines(status: dict[str, Any]) -> list[str]:
    """Return the status in lines that fit a terminal."""
    pending = status["pending"]
    entries = [
        ("Database at", ", ".join(status["current"]) or "no revision"),
        ("Newest", ", ".join(status["heads"]) or "no revision"),
        ("Pending", f"{len(pending)}: {', '.join(pending)}" if pending else "nothing"),
    ]
    for name, label, command in (
        ("edited", "Edited", "show REVISION --kept"),
        ("missing", "Missing", "show REVISION --kept"),
        ("foreign", "Foreign", "switch"),
        ("half_done", "Incomplete", "upgrade"),
        ("running", "Running", "history --audit"),
    ):
        if status[name]:
            entries.append((label, f"{', '.join(status[name])} (`{typed(command)}`)"))
    if status["last_run"]:
        entries.append(("Last run", run_line(status["last_run"])))
    return [line for label, text in entries for line in _wrapped(label, text)]


def _wrapped(label: str, text: str) -> list[str]:
    indent = " " * 14
    first = f"{label:<14}"
    return click.wrap_text(text, WIDTH, first, indent).splitlines()
