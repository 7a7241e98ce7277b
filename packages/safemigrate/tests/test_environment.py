"""docs/reference/environment.md has every variable that the code reads, and no others."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
NAME = re.compile(r"SAFEMIGRATE_[A-Z_]*[A-Z]\b")


def test_every_variable_is_documented() -> None:
    page = (PACKAGE / "docs" / "reference" / "environment.md").read_text()
    sources = "\n".join(file.read_text() for file in (PACKAGE / "src").rglob("*.py"))
    assert set(NAME.findall(page)) == set(NAME.findall(sources))
