"""Findings as annotations on a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safemigrate.lint.formats.text import closing_line
from safemigrate.lint.judgment import Report
from safemigrate.lint.rules import Rule
from safemigrate.project.sentences.place import shown


def lines(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield one annotation per finding, one notice per line not judged, and a closing line."""
    for finding in report.findings:
        place = f"file={_property(shown(finding.file))},line={finding.line}"
        title = _property(f"{finding.rule} {rules[finding.rule].name}")
        text = _data(f"{finding.message}\nhelp: {finding.help}")
        yield f"::error {place},title={title}::{text}"
    for note in report.notes:
        place = f"file={_property(shown(note.file))},line={note.line}"
        yield f"::notice {place},title=not judged::{_data(note.reason)}"
    yield closing_line(report)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
