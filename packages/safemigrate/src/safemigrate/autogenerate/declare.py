"""Says in a revision file in which phase it runs, what it locks and how it is undone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.unit import Phase, Unit

_WIDTH = 88
_WHEN = {
    Phase.EXPAND: "Before the code that needs it: the code that runs works on.",
    Phase.BACKFILL: "Rows get a value while all work.",
    Phase.CONTRACT: "After no code that runs needs what it takes away or breaks what it asks.",
}


def declare(path: Path, phase: Phase, units: Sequence[Unit]) -> None:
    """Write the phase below depends_on, and the sentences into the docstring."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"^(depends_on\b.*)$", rf'\1\nphase = "{phase}"', text, count=1, flags=re.MULTILINE
    )
    said = "\n".join(_said(phase, units))
    text = re.sub(
        r"^Revision ID:", lambda _: f"{said}\n\nRevision ID:", text, count=1, flags=re.MULTILINE
    )
    path.write_text(text, encoding="utf-8")


def _said(phase: Phase, units: Sequence[Unit]) -> list[str]:
    lines = wrap(f"Phase {phase}. {_WHEN[phase]}", _WIDTH)
    locks = list(dict.fromkeys(unit.locks for unit in units if unit.locks))
    if locks:
        lines.append("Locks:")
        for lock in locks:
            lines += wrap(lock, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    else:
        lines.append("Locks nothing that is in use.")
    undone = "Undone by downgrade()"
    calls = (change for unit in units for change in unit.up if isinstance(change, Call))
    if any(call.name == "add_enum_value" for call in calls):
        undone += ", except for the values of an enum, which stay"
    return [*lines, f"{undone}."]
