"""docs/reference/public-names.md: each name can be imported, and `op` has each operation."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

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
IMPORTED = re.compile(r"^from (safemigrate[\w.]*) import (\w+)", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_imported(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    if attribute not in {"env", "operations", "plugin"}:
        assert getattr(import_module(module), attribute)
    else:
        assert import_module(name)


def test_op_has_the_documented_operations_and_no_others() -> None:
    ran = subprocess.run([sys.executable, "-c", ADDED], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == OPERATIONS


@pytest.mark.parametrize("text", [RULE, TEST], ids=["rule", "test"])
def test_what_new_rule_writes_imports_documented_names_alone(text: str) -> None:
    imports = [(module, f"{module}.{name}") for module, name in IMPORTED.findall(text)]
    assert imports
    assert [name for module, name in imports if not {module, name} & set(NAMES)] == []
