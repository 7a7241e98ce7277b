"""Nothing but alembic_private.py touches a private name of Alembic or SQLAlchemy."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "safemigrate"
HOME = "alembic_private.py"
OTHERS = {"_getframe", "_exit", "_value_"}  # of the standard library


def own_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a file itself defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def private_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each private name that a file uses of something else: attribute, import, keyword."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom) and not str(node.module).startswith("safemigrate"):
            yield from ((node.lineno, name.name) for name in node.names if name.name[0] == "_")
        elif isinstance(node, ast.keyword) and str(node.arg).startswith("_"):
            yield node.lineno, str(node.arg)


def names_in_strings(tree: ast.AST, alembics: set[str]) -> Iterator[tuple[int, str]]:
    """Yield each of these names that a string is, or asks of an object ("{0._copy}")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = {node.value, *re.findall(r"\.(_\w+)", node.value)} & alembics
            yield from ((node.lineno, name) for name in sorted(names))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in OTHERS


TREES = {file: ast.parse(file.read_text()) for file in SOURCES.rglob("*.py")}
HOME_TREE = next(tree for file, tree in TREES.items() if file.name == HOME)
OWN = {name for file, tree in TREES.items() if file.name != HOME for name in own_names(tree)}
ALEMBICS = {name for _, name in private_names(HOME_TREE) if is_private(name)}


def uses(tree: ast.AST) -> list[tuple[int, str]]:
    """Return each use of a private name that is not our own."""
    allowed = OWN - ALEMBICS
    names = [(line, n) for line, n in private_names(tree) if is_private(n) and n not in allowed]
    return names + list(names_in_strings(tree, ALEMBICS))


def test_private_names_are_in_one_file() -> None:
    assert [
        f"{file.relative_to(SOURCES)}, line {line}: {name}"
        for file, tree in TREES.items()
        if file.name != HOME
        for line, name in uses(tree)
    ] == []


# fmt: off
CAUGHT = [
    ("context.impl._exec(None)",                             "an attribute that the home also sets"),
    ("context._rowcount = 1",                                "setting one is a use too"),
    ("script._upgrade_revs('head', ())",                     "an attribute"),
    ("getattr(script, '_upgrade_revs')",                     "a name given as a string"),
    ("vars(script)['_version_locations']",                   "the object's dictionary"),
    ("context.begin_transaction(_per_migration=True)",       "a private keyword argument"),
    ("'{0._copy}'.format(column)",                           "a format that reads an attribute"),
    ("operator.attrgetter('impl._exec')",                    "a path of attributes"),
    ("from alembic.autogenerate.render import _repr_type",   "an import"),
]
ALLOWED = [
    ("self.__class__",                                       "a dunder name is public"),
    ("os._exit(1)",                                          "the standard library's"),
    ("from safemigrate.journal.schema import _MAKE",         "our own"),
    ("'an unrelated _migrate.history'",                      "SQL with our own schema"),
]
# fmt: on


@pytest.mark.parametrize("source, because", CAUGHT)
def test_a_use_is_caught(source: str, because: str) -> None:
    assert uses(ast.parse(source)), because


@pytest.mark.parametrize("source, because", ALLOWED)
def test_what_is_no_use_is_allowed(source: str, because: str) -> None:
    assert uses(ast.parse(source)) == [], because
