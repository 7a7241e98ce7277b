"""The text of a revision file: imports, functions, comments and the lines of each statement.

https://docs.python.org/3/library/ast.html
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

_LAYOUT = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


class Source:
    """The text of a revision file, parsed only when more than the text is needed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.text = file.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree.  Raises SyntaxError."""
        return ast.parse(self.text, str(self.file))

    @cached_property
    def _tokens(self) -> list[tokenize.TokenInfo]:
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @cached_property
    def comments(self) -> dict[int, str]:
        """The comments by line."""
        return {t.start[0]: t.string for t in self._tokens if t.type == tokenize.COMMENT}

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The lines with more than a comment."""
        skipped = _LAYOUT | {tokenize.COMMENT}
        code = [t for t in self._tokens if t.type not in skipped]
        return frozenset(n for t in code for n in range(t.start[0], t.end[0] + 1))

    @cached_property
    def unindented_comments(self) -> frozenset[int]:
        """The lines that begin with a comment, without a space before it."""
        return frozenset(n for n in self.comments if self.text.splitlines()[n - 1][0] == "#")

    def function(self, name: str) -> ast.FunctionDef | None:
        """Return the file's function of this name, or None."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return node
        return None

    def statement_lines(self, line: int) -> range:
        """Return the lines of the innermost statement that includes a line."""
        ranges = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        return min(ranges, key=len, default=range(line, line + 1))

    def imports(self) -> Iterator[tuple[int, str, str | None]]:
        """Yield line, module and name of each import anywhere in the file; name may be None."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)

    def assignment_line(self, name: str) -> int:
        """Return the line where the file sets a name, or 1."""
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.lineno
        return 1
