"""Waivers: `# migrate: allow LOCK007: the table has 40 rows`.

A waiver after a statement, or on the line above it, applies to that statement (to the whole block,
if the statement opens one).  A waiver that is not indented applies to the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from safemigrate.lint.finding import Finding
from safemigrate.lint.source import Source

_WAIVER = re.compile(r"#\s*migrate:\s*allow\s+(?P<rule>\w+)\s*(?::\s*(?P<reason>.*?))?\s*$")


@dataclass(frozen=True)
class Waiver:
    """A rule that an author waives; scope is the lines that it applies to, None the whole file."""

    rule: str
    reason: str
    line: int
    scope: range | None

    def covers(self, finding: Finding) -> bool:
        """Return whether this waiver suppresses a finding."""
        if finding.rule != self.rule or not self.reason:
            return False
        return self.scope is None or any(line in self.scope for line in finding.lines)


def waivers(source: Source) -> Iterator[Waiver]:
    """Yield the waivers of a file in order of lines."""
    if "migrate:" not in source.text:
        return  # most files
    for line, comment in source.comments.items():
        match = _WAIVER.match(comment)
        if match:
            scope = _scope(source, line)
            yield Waiver(match["rule"], match["reason"] or "", line, scope)


def _scope(source: Source, line: int) -> range | None:
    if line in source.code_lines:
        return source.statement_lines(line)
    if line in source.unindented_comments:
        return None
    following = min((code for code in source.code_lines if code > line), default=line)
    return source.statement_lines(following)
