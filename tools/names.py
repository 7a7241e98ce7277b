"""Counts names that are no names: participles and question words that stand for a thing.

    .venv/bin/python tools/names.py

A name is a noun or a noun phrase, a function a verb or what it returns.  Exits with 1 if more than
the allowed share of a package's bindings are such words, and lists them.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "levy": ROOT / "levy",
    "safemigrate": ROOT / "packages" / "safemigrate" / "src" / "safemigrate",
    "localpg": ROOT / "packages" / "localpg" / "src" / "localpg",
}
# fmt: off
WORDS = frozenset({
    "asked", "said", "told", "made", "found", "given", "known", "kept",
    "what", "here", "there", "how", "one", "each",
})
# fmt: on
ALLOWED = 0.005  # share of a package's bindings


def bindings(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each name that a file binds, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, 0
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name, node.lineno


def main() -> None:
    """Print each package's share, and where the words are that are too many."""
    over = False
    for package, folder in PACKAGES.items():
        total, places = 0, []
        for file in sorted(folder.rglob("*.py")):
            for name, line in bindings(ast.parse(file.read_text())):
                total += 1
                if name.strip("_") in WORDS:
                    places.append(f"  {file.relative_to(ROOT)}:{line}: {name}")
        share = len(places) / total
        print(f"{package}: {len(places)} of {total} bindings are no names ({share:.2%})")
        if share > ALLOWED:
            over = True
            print(*places, sep="\n")
    if over:
        sys.exit(f"At most {ALLOWED:.1%} may be: {', '.join(sorted(WORDS))}.")


if __name__ == "__main__":
    main()
