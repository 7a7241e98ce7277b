"""The ids in a revision file, parsed without importing it: a broken chain cannot be loaded."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RevisionFile:
    """The ids in a revision file; unreadable is the reason if it cannot be parsed."""

    file: Path
    revision: str | None = None
    follows: tuple[str, ...] = ()
    unreadable: str | None = None


def read_files(folder: Path) -> list[RevisionFile]:
    """Return every revision file in a versions folder, without importing it."""
    return [_read(file) for file in sorted(folder.rglob("*.py"))]


def _read(file: Path) -> RevisionFile:
    try:
        tree = ast.parse(file.read_text())
    except (SyntaxError, UnicodeDecodeError) as error:
        return RevisionFile(file, unreadable=" ".join(str(error).split()))
    values: dict[str, object] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}:
                values[target.id] = _literal(node)
    follows = values.get("down_revision") or ()
    names = (follows,) if isinstance(follows, str) else follows
    revision = values.get("revision")
    return RevisionFile(
        file,
        revision if isinstance(revision, str) else None,
        tuple(map(str, names)) if isinstance(names, tuple | list) else (),
    )


def _literal(node: ast.stmt) -> object:
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    try:
        return ast.literal_eval(value) if value is not None else None
    except ValueError:
        return None


def heads_of_files(files: list[RevisionFile]) -> list[str]:
    """Return the revisions that no other revision follows."""
    followed = {revision for file in files for revision in file.follows}
    return sorted({file.revision for file in files if file.revision} - followed)
