"""REV307 create-all: when it is silent, and what it prints."""

from pathlib import Path

import pytest

from safemigrate.lint.chain import Chain
from safemigrate.lint.rules import own_rules

# fmt: off
SILENT = [
    ("def make(db):\n    return db",                   "nothing is created"),
    ("# no create_all() here\nx = 'db.create_all()'",  "a comment and a text make nothing"),
    ("create_all = None\nmake = create_all",           "a name is no call"),
]
# fmt: on


def found(text: str, folder: Path) -> list[tuple[Path, int, str]]:
    file = folder / "app.py"
    file.write_text(text)
    chain = Chain((), (), frozenset(), code=(file,))
    return [(f.file, f.line, f.message) for f in own_rules()["REV307"].module.check_chain(chain)]


@pytest.mark.parametrize("text, because", SILENT)
def test_silent(text, because, tmp_path):
    assert found(text, tmp_path) == [], because


def test_findings(tmp_path):
    assert found("def make(db):\n    db.create_all()\n", tmp_path) == [
        (
            tmp_path / "app.py",
            2,
            "create_all() creates tables that no revision knows of, and never changes an existing "
            "one.",
        )
    ]
