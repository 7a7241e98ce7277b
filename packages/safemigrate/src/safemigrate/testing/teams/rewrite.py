"""A revision file under another id, or after another revision: its text, and nothing else of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_NAMES = {"revision", "down_revision", "depends_on"}


def rewritten(source: str, ids: Mapping[str, str], follows: tuple[str, str]) -> str:
    """Return the text of a revision file after its move.

    ids      new ids by old ones, of the revisions that move
    follows  what it follows from now on, and until now; blank where it was the first
    """
    now, before = follows
    text = source.encode()
    for start, end, value in sorted(_places(source, ids, now), reverse=True):
        quote = text[start : start + 1]
        quote = quote if quote in (b"'", b'"') else b'"'
        text = text[:start] + quote + value.encode() + quote + text[end:]
    return _with_docstring(text.decode(), ids, now, before)


def renamed(file: Path, was: str, revision: str) -> Path:
    """Return where the file lies from now on: under the new id where its name holds the old."""
    held = rf"(?<![0-9A-Za-z]){re.escape(was)}(?=[_.-])"
    return file.with_name(re.sub(held, revision, file.name, count=1))


def _places(source: str, ids: Mapping[str, str], now: str) -> Iterator[tuple[int, int, str]]:
    """Yield each value that changes: where it begins and ends, in bytes, and the new one."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        names = {target.id for target in targets if isinstance(target, ast.Name)} & _NAMES
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if not names or value is None:
            continue
        for each in [value] if "down_revision" in names else _expressions(value):
            new = now if "down_revision" in names else ids.get(_text(each))
            if new is not None and each.end_lineno is not None and each.end_col_offset is not None:
                begin = starts[each.lineno - 1] + each.col_offset
                yield begin, starts[each.end_lineno - 1] + each.end_col_offset, new


def _expressions(value: ast.expr) -> Iterator[ast.expr]:
    return (node for node in ast.walk(value) if isinstance(node, ast.expr))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _with_docstring(source: str, ids: Mapping[str, str], now: str, before: str) -> str:
    """Return the text with the two lines of Alembic's template that name revisions."""
    for was, revision in ids.items():
        source = _line(source, "Revision ID:", was, revision)
    return _line(source, "Revises:", before, now)


def _line(source: str, label: str, was: str, now: str) -> str:
    pattern = rf"^{label} *{re.escape(was)} *$"
    return re.sub(pattern, f"{label} {now}", source, count=1, flags=re.MULTILINE)
