"""Findings as SARIF 2.1.0, which code-scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from safemigrate.lint.finding import Finding
from safemigrate.lint.judgment import Report
from safemigrate.lint.rules import Rule
from safemigrate.project.sentences.place import shown

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def lines(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield one SARIF log; lines not judged are notifications of the run."""
    used = sorted({finding.rule for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "safemigrate",
                "informationUri": "https://www.postgresql.org/docs/current/explicit-locking.html",
                "rules": [_rule(rules[name]) for name in used],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "note",
                        "message": {"text": f"not judged: {note.reason}"},
                        "locations": [_location(note.file, note.line)],
                    }
                    for note in report.notes
                ],
            }
        ],
        "results": [_result(finding, used) for finding in report.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    first, _, rest = rule.text.partition("\n")
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": rule.text},
        "help": {"text": rest.strip() or first},
        "defaultConfiguration": {"level": "error"},
    }


def _result(finding: Finding, used: list[str]) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": used.index(finding.rule),
        "level": "error",
        "message": {"text": f"{finding.message}\n{finding.help}"},
        "locations": [_location(finding.file, finding.line)],
    }


def _location(file: Path, line: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": Path(shown(file)).as_posix(), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": line},
        }
    }
