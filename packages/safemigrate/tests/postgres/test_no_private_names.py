"""Nothing but alembic_private.py touches a private name of Alembic or SQLAlchemy."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "safemigrate"
HOME = "alembic_private.py"
OTHERS = {"_getframe", "_exit", "_value_"}  # of the standard library


def own_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a file itself defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def private_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each private name that a file reads of something else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom) and not str(node.module).startswith("safemigrate"):
            yield from ((node.lineno, name.name) for name in node.names if name.name[0] == "_")


def test_private_names_are_in_one_file() -> None:
    trees = {file: ast.parse(file.read_text()) for file in SOURCES.rglob("*.py")}
    own = {name for tree in trees.values() for name in own_names(tree)}
    uses = [
        f"{file.relative_to(SOURCES)}, line {line}: {name}"
        for file, tree in trees.items()
        for line, name in private_names(tree)
        if name not in own | OTHERS and not name.startswith("__") and file.name != HOME
    ]
    assert uses == []
