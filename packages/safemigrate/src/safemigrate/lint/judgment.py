"""Judges a project's revisions: which, by which rules, with which waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.recording.tape import Unread
from safemigrate.lint.rules import Rule
from safemigrate.lint.waivers import Waiver, waivers


@dataclass(frozen=True)
class Note:
    """A line of a revision that the rules could not see, and why."""

    file: Path
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What was found, in order of revision and line; scope says which revisions were judged."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    revisions: int
    scope: str = ""


def judge(chain: Chain, rules: Mapping[str, Rule], *, scope: str = "") -> Report:
    """Return what the rules find in the judged revisions of a chain."""
    judged = [m for m in chain.migrations if m.revision in chain.judged]
    of_chain = list(_of_chain(chain, rules))
    findings: list[Finding] = []
    for migration in judged:
        file = migration.source.file
        found = [*_of_migration(migration, rules), *(f for f in of_chain if f.file == file)]
        findings += _kept(found, list(waivers(migration.source)), migration, rules)
    files = {migration.source.file for migration in judged}
    findings += [finding for finding in of_chain if finding.file not in files]
    notes = [Note(m.source.file, u.line, u.reason) for m in judged for u in _distinct(m.unread)]
    return Report(tuple(findings), tuple(notes), len(judged), scope)


def _of_chain(chain: Chain, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for rule in rules.values():
        if hasattr(rule.module, "check_chain"):
            yield from rule.module.check_chain(chain)


def _of_migration(migration: Migration, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for rule in rules.values():
        if hasattr(rule.module, "check"):
            for finding in rule.module.check(migration):
                yield replace(finding, file=migration.source.file)


def _kept(
    found: Iterable[Finding],
    given: list[Waiver],
    migration: Migration,
    rules: Mapping[str, Rule],
) -> list[Finding]:
    """Return the findings that no waiver sets aside, and what is wrong with the waivers."""
    kept: list[Finding] = []
    used: set[Waiver] = set()
    known = frozenset(rules)
    for finding in dict.fromkeys(found):  # a loop says the same thing of the same line once
        by = [waiver for waiver in given if waiver.covers(finding)]
        used.update(by)
        if not by:
            kept.append(finding)
    for waiver in given:
        for rule in rules.values():
            if hasattr(rule.module, "check_waiver"):
                wrong = rule.module.check_waiver(waiver, used=waiver in used, known=known)
                kept += [replace(finding, file=migration.source.file) for finding in wrong]
    return sorted(kept, key=lambda finding: (finding.line, finding.rule))


def _distinct(unread: Iterable[Unread]) -> Iterable[Unread]:
    return dict.fromkeys(unread)
