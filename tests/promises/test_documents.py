"""What the documents tell people to type exists, and their links lead somewhere."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from levy.cli import levy

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "packages").glob("*/*.md"),
        *(ROOT / "packages").glob("*/docs/**/*.md"),
    ]
)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
TYPED = re.compile(r"^ {4}(?:\.venv/bin/)?levy (.+?)(?:\s+#.*)?$", re.MULTILINE)
PLACE = re.compile(r"`((?:levy|tests|docs|examples)/[^`*…]*)`")
TARGET = re.compile(r"^ {4}(?:PORT=\d+ )?make ([a-z-]+)", re.MULTILINE)


def names(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_links_lead_somewhere(document: Path) -> None:
    lost = [
        link
        for link in LINK.findall(document.read_text())
        if not (document.parent / link).resolve().exists()
    ]
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_levy_commands_and_make_targets_exist(document: Path) -> None:
    text = document.read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in TARGET.findall(text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for words in TYPED.findall(text):
        known = [word for word in words.split() if not word.startswith("-")][:2]
        asked = CliRunner().invoke(levy, [*known[: 2 if known[0] == "season" else 1], "--help"])
        assert asked.exit_code == 0, words


def test_the_files_to_change_in_levy_exist() -> None:
    """Rows of what does not exist yet name a file that somebody has still to write."""
    of_levy, _, _ = (ROOT / "docs" / "where.md").read_text().partition("\n## safemigrate")
    places = [
        place
        for row in of_levy.splitlines()
        if "it does not exist yet" not in row
        for place in PLACE.findall(row)
    ]
    assert len(places) > 40
    assert [place for place in places if not (ROOT / place).exists()] == []


# fmt: off
SECTIONS = [
    # heading      where its paths begin        what a path looks like
    ("safemigrate", "packages/safemigrate",             r"`(…/[\w./]+|(?:tests|docs)/[\w./-]+)`"),
    ("localpg",     "packages/localpg/src/localpg",     r"`(\w+\.py)`"),
]
# fmt: on


@pytest.mark.parametrize("heading, begins, path", SECTIONS)
def test_the_files_to_change_in_packages_exist(heading: str, begins: str, path: str) -> None:
    text = (ROOT / "docs" / "where.md").read_text()
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    places = [place.replace("…", "src/safemigrate") for place in re.findall(path, section)]
    assert len(places) > 5
    assert [
        place for place in places if "NAME" not in place and not (ROOT / begins / place).exists()
    ] == []
