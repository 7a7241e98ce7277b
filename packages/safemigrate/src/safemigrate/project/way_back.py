"""Whether a revision file has a way back, as far as its text says."""

from __future__ import annotations

import ast
from pathlib import Path

# What it fills goes with its column.
_UNDONE_WITH_ANOTHER = {"fill_online"}


def has_way_back(file: Path) -> bool:
    """Return False where upgrade() leaves something, and downgrade() nothing or only refuses."""
    found = {
        node.name: node.body
        for node in ast.parse(file.read_text(), str(file)).body
        if isinstance(node, ast.FunctionDef)
    }
    if all(map(_does_nothing, found.get("upgrade", []))):
        return True
    return not all(
        _does_nothing(node) or isinstance(node, ast.Raise) for node in found.get("downgrade", [])
    )


def _does_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return getattr(node.value.func, "attr", None) in _UNDONE_WITH_ANOTHER
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Pass)
