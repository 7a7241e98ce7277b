"""Waivers: `# migrate: allow LOCK007: the table has 40 rows`.

One after a statement, or on the line above it, holds for that statement (a whole block, where the
statement opens one).  One that begins a line holds for the whole file.
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
    """A rule that an author sets aside; scope is the lines that it holds for, None the file."""

    rule: str
    reason: str
    line: int
    scope: range | None

    def covers(self, finding: Finding) -> bool:
        """Return whether a finding is set aside."""
        if finding.rule != self.rule or not self.reason:
            return False
        return self.scope is None or any(line in self.scope for line in finding.lines)


def waivers(source: Source) -> Iterator[Waiver]:
    """Yield the waivers of a file in order of lines."""
    if "migrate:" not in source.text:
        return  # most files
    for line, comment in source.comments.items():
        found = _WAIVER.match(comment)
        if found:
            scope = _scope(source, line)
            yield Waiver(found["rule"], found["reason"] or "", line, scope)


def _scope(source: Source, line: int) -> range | None:
    if line in source.code_lines:
        return source.statement_lines(line)
    if line in source.flush_comments:
        return None
    following = min((code for code in source.code_lines if code > line), default=line)
    return source.statement_lines(following)
