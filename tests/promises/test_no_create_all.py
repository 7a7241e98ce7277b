"""No table is ever made past the migrations: nothing calls create_all or drop_all."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {"create_all", "drop_all"}


def forbidden_names(source: str) -> list[int]:
    """Return the lines that use a forbidden name, in whatever way."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in FORBIDDEN)
        or (isinstance(node, ast.Name) and node.id in FORBIDDEN)
        or (isinstance(node, ast.alias) and node.name in FORBIDDEN)
        or (isinstance(node, ast.Call) and _named_by_string(node))
    ]


def _named_by_string(call: ast.Call) -> bool:
    return any(isinstance(part, ast.Constant) and part.value in FORBIDDEN for part in call.args)


# fmt: off
CASES = [
    ("db.create_all()",              [1], "the usual call"),
    ("make = db.create_all",         [1], "handed on"),
    ("\nmetadata.drop_all(engine)",  [2], "its opposite"),
    ('getattr(db, "create_all")()',  [1], "by name"),
    ('"no create_all here"',         [],  "a sentence about it"),
]
# fmt: on


@pytest.mark.parametrize("source, lines, because", CASES)
def test_what_is_found(source, lines, because):
    assert forbidden_names(source) == lines, because


def test_nothing_makes_tables_past_the_migrations():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    files = [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]
    assert ROOT / "migrate.py" in files
    found = {str(file.relative_to(ROOT)): forbidden_names(file.read_text()) for file in files}
    assert {name: lines for name, lines in found.items() if lines} == {}
