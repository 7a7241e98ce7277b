"""What a revision file says of itself, read and not run: a broken chain cannot be loaded."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RevisionFile:
    """What a revision file says of itself; unreadable says why nothing is known."""

    file: Path
    revision: str | None = None
    follows: tuple[str, ...] = ()
    unreadable: str | None = None


def read_files(folder: Path) -> list[RevisionFile]:
    """Return every revision file of a folder of versions, without importing it."""
    return [_read(file) for file in sorted(folder.rglob("*.py"))]


def _read(file: Path) -> RevisionFile:
    try:
        tree = ast.parse(file.read_text())
    except (SyntaxError, UnicodeDecodeError) as error:
        return RevisionFile(file, unreadable=" ".join(str(error).split()))
    said: dict[str, object] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}:
                said[target.id] = _literal(node)
    follows = said.get("down_revision") or ()
    names = (follows,) if isinstance(follows, str) else follows
    revision = said.get("revision")
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
    """Return the revisions that no other follows."""
    followed = {below for each in files for below in each.follows}
    return sorted({each.revision for each in files if each.revision} - followed)
