"""Judges a project's revisions with its rules and applies the waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.rules import Rule
from safemigrate.lint.waivers import Waiver, waivers


@dataclass(frozen=True)
class Note:
    """A line of a revision that the rules could not judge, and why."""

    file: Path
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """The findings in order of revision and line; scope says which revisions were judged."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    revisions: int
    scope: str = ""


def judge(chain: Chain, rules: Mapping[str, Rule], *, scope: str = "") -> Report:
    """Return what the rules find in the judged revisions of a chain."""
    judged = [m for m in chain.migrations if m.revision in chain.judged]
    chain_findings = list(_chain_findings(chain, rules))
    findings: list[Finding] = []
    for migration in judged:
        file = migration.source.file
        of_file = [finding for finding in chain_findings if finding.file == file]
        raised = [*_migration_findings(migration, rules), *of_file]
        findings += _without_waived(raised, list(waivers(migration.source)), migration, rules)
    files = {migration.source.file for migration in judged}
    findings += [finding for finding in chain_findings if finding.file not in files]
    unread = [(m.source.file, line) for m in judged for line in dict.fromkeys(m.unread_lines)]
    notes = [Note(file, line.line, line.reason) for file, line in unread]
    return Report(tuple(findings), tuple(notes), len(judged), scope)


def _chain_findings(chain: Chain, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for rule in rules.values():
        if hasattr(rule.module, "check_chain"):
            yield from rule.module.check_chain(chain)


def _migration_findings(migration: Migration, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for rule in rules.values():
        if hasattr(rule.module, "check"):
            for finding in rule.module.check(migration):
                yield replace(finding, file=migration.source.file)


def _without_waived(
    findings: Iterable[Finding],
    file_waivers: list[Waiver],
    migration: Migration,
    rules: Mapping[str, Rule],
) -> list[Finding]:
    """Return the findings that no waiver covers, and those about the waivers themselves."""
    remaining: list[Finding] = []
    used: set[Waiver] = set()
    rule_ids = frozenset(rules)
    for finding in dict.fromkeys(findings):  # a loop reports the same line only once
        covering = [waiver for waiver in file_waivers if waiver.covers(finding)]
        used.update(covering)
        if not covering:
            remaining.append(finding)
    for waiver in file_waivers:
        for rule in rules.values():
            if hasattr(rule.module, "check_waiver"):
                problems = rule.module.check_waiver(waiver, used=waiver in used, known=rule_ids)
                remaining += [replace(finding, file=migration.source.file) for finding in problems]
    return sorted(remaining, key=lambda finding: (finding.line, finding.rule))
