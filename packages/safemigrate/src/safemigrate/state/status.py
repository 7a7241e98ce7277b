"""`db status`: where the database is, what is to come, and what is not as it was applied."""

from __future__ import annotations

from typing import Any

import click
from alembic.config import Config

from safemigrate.journal.audit import run_line, runs
from safemigrate.project.invocation import typed
from safemigrate.state.here import here

WIDTH = 80


def status_of(config: Config) -> dict[str, Any]:
    """Return what `db status` tells, as plain values."""
    at = here(config)
    journal = runs()
    return {
        "current": list(at.heads),
        "heads": at.newest,
        "pending": at.pending,
        "edited": at.edited,
        "missing": at.missing,
        "foreign": at.foreign,
        "half_done": [run["revision"] for run in journal if run["result"] == "half done"],
        "running": [run["revision"] for run in journal if run["result"] == "running"],
        "last_run": journal[0] if journal else None,
    }


def lines(told: dict[str, Any]) -> list[str]:
    """Return the status in lines that fit a terminal."""
    pending = told["pending"]
    found = [
        ("Database at", ", ".join(told["current"]) or "no revision"),
        ("Newest", ", ".join(told["heads"]) or "no revision"),
        ("Pending", f"{len(pending)}: {', '.join(pending)}" if pending else "nothing"),
    ]
    for name, mend in (
        ("edited", "show REVISION --kept"),
        ("missing", "show REVISION --kept"),
        ("foreign", "switch"),
        ("half_done", "upgrade"),
        ("running", "history --audit"),
    ):
        if told[name]:
            words = name.replace("_", " ").capitalize()
            found.append((words, f"{', '.join(told[name])} (`{typed(mend)}`)"))
    if told["last_run"]:
        found.append(("Last run", run_line(told["last_run"])))
    return [line for label, text in found for line in _wrapped(label, text)]


def _wrapped(label: str, text: str) -> list[str]:
    indent = " " * 14
    first = f"{label:<14}"
    return click.wrap_text(text, WIDTH, first, indent).splitlines()
