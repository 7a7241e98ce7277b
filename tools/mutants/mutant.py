"""One mutant: a file of the law with one small change in it."""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from tools.mutants.changes import changes

LEFT_OUT = {
    ast.FunctionDef: ("decorator_list", "returns"),
    ast.ClassDef: ("decorator_list", "bases"),
    ast.arg: ("annotation",),
    ast.AnnAssign: ("annotation",),
    ast.Raise: ("exc", "cause"),
}


class Site(NamedTuple):
    """A place in a syntax tree, and the function whose code it is part of."""

    parent: ast.AST
    field: str
    place: int | None
    node: ast.AST
    function: str


class Mutant(NamedTuple):
    """One change of a file.

    key       identifies the file's version, the place and the change
    function  qualified name, or "" if the change takes effect on import
    """

    key: str
    file: str
    site: int
    change: int
    line: int
    lines: tuple[int, ...]
    function: str
    before: str
    after: str

    @property
    def module(self) -> str:
        """The name under which the file is imported."""
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def mutants_of(file: str) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of the file."""
    source = Path(file).read_text()
    version = hashlib.sha256(source.encode()).hexdigest()[:10]
    for number, site in enumerate(_sites(ast.parse(source))):
        for place, changed in enumerate(changes(site.node)):
            node = site.node.iter if isinstance(site.node, ast.comprehension) else site.node
            yield Mutant(
                f"{file}:{version}:{number}:{place}",
                file,
                number,
                place,
                node.lineno,
                tuple(range(node.lineno, (node.end_lineno or node.lineno) + 1)),
                site.function,
                _shown(site.node),
                _shown(changed),
            )


def code_of(mutant: Mutant) -> CodeType:
    """Return the file's code with the mutant's change in it."""
    tree = ast.parse(Path(mutant.file).read_text())
    site = list(_sites(tree))[mutant.site]
    changed = list(changes(site.node))[mutant.change]
    ast.copy_location(changed, site.node)
    if site.place is None:
        setattr(site.parent, site.field, changed)
    else:
        getattr(site.parent, site.field)[site.place] = changed
    ast.fix_missing_locations(tree)
    return compile(tree, str(Path(mutant.file).resolve()), "exec")


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node).splitlines()
    return " ".join(line.strip() for line in text[: 2 if isinstance(node, ast.stmt) else None])


def _sites(tree: ast.Module) -> Iterator[Site]:
    yield from _below(tree, "", "")


def _below(parent: ast.AST, path: str, function: str) -> Iterator[Site]:
    """Yield the places under a node.

    path      qualified name of the classes and the function around it
    function  the same inside a function's body, whose code takes effect when it runs; else ""
    """
    for field, value in ast.iter_fields(parent):
        if field in LEFT_OUT.get(type(parent), ()) or _is_type(parent):
            continue
        in_body = isinstance(parent, ast.FunctionDef) and field == "body"
        owner = function or (path if in_body else "")
        for place, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST):
                yield Site(parent, field, place if isinstance(value, list) else None, node, owner)
                named = not owner and isinstance(node, (ast.FunctionDef, ast.ClassDef))
                below = f"{path}.{node.name}".strip(".") if named else path
                yield from _below(node, below, owner)


def _is_type(node: ast.AST) -> bool:
    """Return whether a node is an f-string, or a type."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value.id in ("Literal", "Callable")
    return isinstance(node, ast.JoinedStr)
