"""`db doctor`: what is wrong with the database and the revision files, and what fixes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safemigrate.project.configuration import configured
from safemigrate.project.sentences.place import folder
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.doctor.examine import examine, fix


@dataclass(frozen=True)
class Examination:
    """What was wrong and is fixed now, and what is left."""

    mended: list[Finding]
    left: list[Finding]


def doctor(directory: str | None, *, fixing: bool) -> Examination:
    """Look for everything that is wrong; fix what can be fixed while the application works."""
    with configured(directory) as config:
        home = Path(directory) if directory else folder()
        found = examine(config, home)
        return Examination(*fix(found, config, home)) if fixing else Examination([], found)
