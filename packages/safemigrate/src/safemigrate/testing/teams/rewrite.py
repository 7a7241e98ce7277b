"""Rewrites a revision file for a new id or down_revision, and changes nothing else in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_NAMES = {"revision", "down_revision", "depends_on"}


def rewritten(source: str, ids: Mapping[str, str], follows: tuple[str, str]) -> str:
    """Return the text of a revision file after its move.

    ids      new ids by old ids, of the revisions that move
    follows  its new and its old down_revision; blank if it was the first
    """
    new_value, old_value = follows
    text = source.encode()
    for start, end, value in sorted(_places(source, ids, new_value), reverse=True):
        quote = text[start : start + 1]
        quote = quote if quote in (b"'", b'"') else b'"'
        text = text[:start] + quote + value.encode() + quote + text[end:]
    return _with_docstring(text.decode(), ids, new_value, old_value)


def renamed(file: Path, old_id: str, revision: str) -> Path:
    """Return the file's new path, with the new id if its name contains the old one."""
    held = rf"(?<![0-9A-Za-z]){re.escape(old_id)}(?=[_.-])"
    return file.with_name(re.sub(held, revision, file.name, count=1))


def _places(source: str, ids: Mapping[str, str], new_value: str) -> Iterator[tuple[int, int, str]]:
    """Yield each value to change: its start and end in bytes, and the new value."""
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
        for expression in [value] if "down_revision" in names else _expressions(value):
            new = new_value if "down_revision" in names else ids.get(_text(expression))
            if (
                new is not None
                and expression.end_lineno is not None
                and expression.end_col_offset is not None
            ):
                begin = starts[expression.lineno - 1] + expression.col_offset
                yield begin, starts[expression.end_lineno - 1] + expression.end_col_offset, new


def _expressions(value: ast.expr) -> Iterator[ast.expr]:
    return (node for node in ast.walk(value) if isinstance(node, ast.expr))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _with_docstring(source: str, ids: Mapping[str, str], new_value: str, old_value: str) -> str:
    """Return the text with the "Revision ID" and "Revises" lines of its docstring updated."""
    for old_id, revision in ids.items():
        source = _line(source, "Revision ID:", old_id, revision)
    return _line(source, "Revises:", old_value, new_value)


def _line(source: str, label: str, old_id: str, new_value: str) -> str:
    pattern = rf"^{label} *{re.escape(old_id)} *$"
    return re.sub(pattern, f"{label} {new_value}", source, count=1, flags=re.MULTILINE)
