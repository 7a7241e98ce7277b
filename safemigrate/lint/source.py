"""What a revision file says in its text: imports, functions, comments, and which lines go together.

https://docs.python.org/3/library/ast.html
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """The text of a revision file; comments by line."""

    file: Path
    tree: ast.Module = field(repr=False)
    comments: dict[int, str]
    code_lines: frozenset[int]
    flush_comments: frozenset[int]  # lines that begin with a comment

    @classmethod
    def read(cls, file: Path) -> Source:
        """Read a file.  Raises SyntaxError, with the file's name, where it is not Python."""
        text = file.read_text()
        return cls.parsed(text, file)

    @classmethod
    def parsed(cls, text: str, file: Path) -> Source:
        """Return the source of a text."""
        tree = ast.parse(text, str(file))
        comments: dict[int, str] = {}
        code: set[int] = set()
        skipped = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                comments[token.start[0]] = token.string
            elif token.type not in skipped and token.type != tokenize.ENDMARKER:
                code.update(range(token.start[0], token.end[0] + 1))
        flush = (line for line, row in enumerate(text.splitlines(), 1) if row.startswith("#"))
        return cls(file, tree, comments, frozenset(code), frozenset(flush))

    def function(self, name: str) -> ast.FunctionDef | None:
        """Return a function of the file, if it has one of this name."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return node
        return None

    def statement_lines(self, line: int) -> range:
        """Return the lines of the innermost statement that holds a line."""
        held = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        return min(held, key=len, default=range(line, line + 1))

    def imports(self) -> Iterator[tuple[int, str, str | None]]:
        """Yield line, module and name of each import, wherever it stands; name may be None."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)

    def assigned(self, name: str) -> int:
        """Return the line where the file sets a name, or 1."""
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.lineno
        return 1
