"""docs/reference/public-names.md: each name can be imported, and `op` has each operation."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import safemigrate
from safemigrate.lint.scaffold import RULE, TEST

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "public-names.md"
TEXT = PAGE.read_text()
NAMES = re.findall(r"^\| `(safemigrate[\w.]+)` \|", TEXT, re.MULTILINE)
OPERATIONS = set(re.findall(r"`op\.(\w+)`", TEXT))
# In a process of its own: other tests have loaded the operations already.
ADDED = """
from alembic.operations import Operations
stock = set(vars(Operations))
from safemigrate.ops import load
load()
print(*(set(vars(Operations)) - stock))
"""
IMPORTED = re.compile(r"^from (safemigrate[\w.]*) import (\([^)]*\)|.*)", re.MULTILINE)


def imported(text: str) -> list[tuple[str, str]]:
    """Return module and full name of everything that a text imports from safemigrate."""
    return [
        (module, f"{module}.{name}")
        for module, names in IMPORTED.findall(text)
        for name in re.findall(r"(?<!as )\b(?!as\b)\w+", names.partition("#")[0])
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_imported(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    if attribute not in {"env", "operations", "plugin"}:
        assert getattr(import_module(module), attribute)
    else:
        assert import_module(name)


def test_the_page_has_the_names_of_the_package_and_no_others() -> None:
    documented = {name for name in NAMES if name.count(".") == 1} - {"safemigrate.env"}
    assert documented == {f"safemigrate.{name}" for name in safemigrate.__all__}


def test_op_has_the_documented_operations_and_no_others() -> None:
    ran = subprocess.run([sys.executable, "-c", ADDED], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == OPERATIONS


@pytest.mark.parametrize("text", [RULE, TEST], ids=["rule", "test"])
def test_what_new_rule_writes_imports_documented_names_alone(text: str) -> None:
    imports = imported(text)
    assert imports
    assert [name for module, name in imports if not {module, name} & set(NAMES)] == []


IMPORTS = [
    ("from safemigrate.a import B", ["safemigrate.a.B"]),
    ("from safemigrate.a import B, c", ["safemigrate.a.B", "safemigrate.a.c"]),
    ("from safemigrate.a import B as C, d", ["safemigrate.a.B", "safemigrate.a.d"]),
    ("from safemigrate.a import (\n    B,\n    c,\n)", ["safemigrate.a.B", "safemigrate.a.c"]),
]


@pytest.mark.parametrize("text, names", IMPORTS)
def test_each_name_of_an_import_line_counts(text: str, names: list[str]) -> None:
    assert [name for _, name in imported(text)] == names
