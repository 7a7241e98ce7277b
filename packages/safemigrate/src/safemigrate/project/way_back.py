"""Whether a revision file has a downgrade, as far as its source shows."""

from __future__ import annotations

import ast
from pathlib import Path

# The column that it fills is dropped by another operation.
_UNDONE_WITH_ANOTHER = {"fill_online"}


def has_way_back(file: Path) -> bool:
    """Return False if upgrade() does something, and downgrade() nothing or only raises."""
    functions = {
        node.name: node.body
        for node in ast.parse(file.read_text(), str(file)).body
        if isinstance(node, ast.FunctionDef)
    }
    if all(map(_does_nothing, functions.get("upgrade", []))):
        return True
    return not all(
        _does_nothing(node) or isinstance(node, ast.Raise)
        for node in functions.get("downgrade", [])
    )


def _does_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return getattr(node.value.func, "attr", None) in _UNDONE_WITH_ANOTHER
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Pass)
