"""The README's table of exit statuses is the one in the code."""

from pathlib import Path

from safemigrate.project.exit_status import table

README = Path(__file__).parents[1] / "README.md"


def test_the_readme_has_the_table() -> None:
    """`python -m safemigrate.project.exit_status` prints it."""
    assert table() in README.read_text()
