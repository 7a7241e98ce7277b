"""Findings as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safemigrate.lint.finding import Finding
from safemigrate.lint.judgment import Report
from safemigrate.lint.rules import Rule
from safemigrate.project.sentences.place import shown


def lines(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield each finding and each line not judged, then one closing line."""
    for finding in report.findings:
        yield from finding_lines(finding, rules)
        yield ""
    for note in report.notes:
        yield f"{shown(note.file)}:{note.line}: not judged, because lint cannot run it without a"
        yield f"  database: {note.reason}"
        yield ""
    yield closing_line(report)


def finding_lines(finding: Finding, rules: Mapping[str, Rule]) -> list[str]:
    """Return the lines of one finding."""
    first, *code = finding.help.split("\n")
    return [
        f"{shown(finding.file)}:{finding.line}: {finding.rule} {rules[finding.rule].name}",
        f"  {finding.message}",
        f"  help: {first}",
        *(f"    {line}" for line in code),
    ]


def closing_line(report: Report) -> str:
    """Return the closing line: `12 revisions, no finding`."""
    revisions = _count_words(report.revisions, "revision")
    scope = f" {report.scope}" if report.scope else ""
    findings = _count_words(len(report.findings), "finding") if report.findings else "no finding"
    not_judged = f", {_count_words(len(report.notes), 'line')} not judged" if report.notes else ""
    return f"{revisions}{scope}, {findings}{not_judged}"


def _count_words(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
