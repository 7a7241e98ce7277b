"""Writes into a revision file when to deploy it, what it locks and how to undo it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.unit import Phase, Unit

_WIDTH = 88
_WHEN = {
    Phase.EXPAND: "Deploy before the code that needs it; running code keeps working.",
    Phase.BACKFILL: "Updates existing rows while running code keeps working.",
    Phase.CONTRACT: (
        "Deploy only when no running code uses what this removes or violates what it enforces."
    ),
}


def declare(path: Path, phase: Phase, units: Sequence[Unit]) -> None:
    """Write the phase below depends_on, and the lines into the docstring."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"^(depends_on\b.*)$", rf'\1\nphase = "{phase}"', text, count=1, flags=re.MULTILINE
    )
    lines = "\n".join(_lines(phase, units))
    text = re.sub(
        r"^Revision ID:", lambda _: f"{lines}\n\nRevision ID:", text, count=1, flags=re.MULTILINE
    )
    path.write_text(text, encoding="utf-8")


def _lines(phase: Phase, units: Sequence[Unit]) -> list[str]:
    lines = wrap(f"Phase {phase}. {_WHEN[phase]}", _WIDTH)
    locks = list(dict.fromkeys(unit.locks for unit in units if unit.locks))
    if locks:
        lines.append("Locks:")
        for lock in locks:
            lines += wrap(lock, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    else:
        lines.append("Locks nothing in use.")
    calls = (change for unit in units for change in unit.up if isinstance(change, Call))
    if any(call.name == "add_enum_value" for call in calls):
        return [*lines, "downgrade() keeps new values: PostgreSQL cannot remove them."]
    undo = "undoes this" if any(unit.down for unit in units) else "has nothing to undo"
    return [*lines, f"downgrade() {undo}."]
