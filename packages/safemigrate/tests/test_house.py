"""The floors hold for imports by a string too, and no condition is empty."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
SOURCES = HOME / "src" / "safemigrate"
CONTRACTS = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(c["layers"] for c in CONTRACTS["contracts"] if c["type"] == "layers")
FLOORS = {room: floor for floor, rooms in enumerate(LAYERS) for room in re.findall(r"\w+", rooms)}
ROOMS = {
    path.stem
    for path in SOURCES.iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
}
# In one layer, rooms with ":" between them may import each other; with "|" they may not.
OPEN_FLOORS = {floor for floor, rooms in enumerate(LAYERS) if ":" in rooms}


def rooms_in_strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the room of each string that names a module: "safemigrate.lint", f"safemigrate.lint.{…}"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = re.match(r"safemigrate\.(\w+)(?:[.:]\S*)?$", node.value)
            if match and match[1] in ROOMS:
                yield node.lineno, match[1]


def may_import(room: str, other: str) -> bool:
    if room == other:
        return True
    if FLOORS[room] == FLOORS[other]:
        return FLOORS[room] in OPEN_FLOORS
    return FLOORS[room] < FLOORS[other]  # the contract lists the highest floor first


def test_every_room_is_in_the_contract() -> None:
    assert set(FLOORS) == ROOMS


def test_no_string_imports_from_a_floor_above() -> None:
    assert [
        f"{file.relative_to(SOURCES)}, line {line}: safemigrate.{other}"
        for file in sorted(SOURCES.rglob("*.py"))
        for room in [file.relative_to(SOURCES).parts[0].removesuffix(".py")]
        if room in ROOMS  # not safemigrate/__init__.py, which lends every public name
        for line, other in rooms_in_strings(ast.parse(file.read_text()))
        if not may_import(room, other)
    ] == []


# fmt: off
CASES = [
    # room        source                                                   allowed
    ("journal",   "import_module('safemigrate.execute.deployer')",         False, "two floors up"),
    ("project",   "import_module('safemigrate.cli')",                      False, "the top floor"),
    ("lint",      "import_module(f'safemigrate.execute.{name}')",          False, "the start of an f-string"),
    ("backup",    "import_module('safemigrate.backfill.work')",            False, "across, between rooms with |"),
    ("plan",      "spec = 'safemigrate.execute.gate:check'",               False, "an entry point"),
    ("commands",  "import_module(f'safemigrate.lint.formats.{name}')",     True,  "down"),
    ("lint",      "import_module('safemigrate.lint.rules')",               True,  "its own room"),
    ("cli",       "import_module('safemigrate.extension')",                True,  "across, between rooms with :"),
    ("project",   "meta['safemigrate.words']",                             True,  "no room has that name"),
]
# fmt: on


@pytest.mark.parametrize("room, source, allowed, because", CASES)
def test_a_string_is_judged(room: str, source: str, allowed: bool, because: str) -> None:
    others = [other for _, other in rooms_in_strings(ast.parse(source))]
    assert all(may_import(room, other) for other in others) is allowed, because


def test_no_condition_is_empty() -> None:
    assert [
        f"{file.relative_to(SOURCES)}, line {node.lineno}"
        for file in sorted(SOURCES.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.If) and all(isinstance(line, ast.Pass) for line in node.body)
    ] == []
