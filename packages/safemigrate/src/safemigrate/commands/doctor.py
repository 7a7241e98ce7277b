"""`db doctor`: finds problems of the database and the revision files, and fixes some."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safemigrate.project.configuration import configured
from safemigrate.project.sentences.place import folder
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.doctor.examine import examine, fix


@dataclass(frozen=True)
class Examination:
    """The problems that were fixed, and those that remain."""

    mended: list[Finding]
    left: list[Finding]


def doctor(directory: str | None, *, fixing: bool) -> Examination:
    """Find all problems; if `fixing`, fix those that can be fixed while the application runs."""
    with configured(directory) as config:
        home = Path(directory) if directory else folder()
        findings = examine(config, home)
        return Examination(*fix(findings, config, home)) if fixing else Examination([], findings)
