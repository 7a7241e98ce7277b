"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from safemigrate.lint.judgment import Report
from safemigrate.lint.rules import Rule
from safemigrate.project.sentences.place import shown


def lines(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield one JSON object: revisions, findings, not_judged."""
    yield json.dumps(
        {
            "revisions": report.revisions,
            "findings": [
                {
                    "rule": finding.rule,
                    "name": rules[finding.rule].name,
                    "file": shown(finding.file),
                    "line": finding.line,
                    "message": finding.message,
                    "help": finding.help,
                }
                for finding in report.findings
            ],
            "not_judged": [
                {"file": shown(note.file), "line": note.line, "reason": note.reason}
                for note in report.notes
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
