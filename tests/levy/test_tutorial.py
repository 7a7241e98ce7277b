"""The tutorial works as a newcomer follows it."""

from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from levy.cli import levy

ROOT = Path(__file__).parents[2]


def test_the_tutorial_as_a_newcomer_follows_it(app: Flask, tmp_path: Path) -> None:
    """The change, the mistake and the way back of docs/tutorial/first-season.md."""

    def typed(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(levy, words, obj=lambda: app)
        return done.exit_code, done.output

    example, mine = ROOT / "examples" / "benton-2025", tmp_path / "my-season"
    mine.mkdir()
    for file in example.iterdir():
        (mine / file.name).write_text(file.read_text())
    requests = mine / "requests.csv"
    asked = requests.read_text()
    for amount, status, told in (
        ("PROSSER,1600000.00", 0, "Loaded Benton County"),
        ("PROSSER,-5", 1, "requests.csv, row "),
    ):
        assert asked.count("PROSSER,3344173.00") == 1
        requests.write_text(asked.replace("PROSSER,3344173.00", amount))
        done = typed("season", "import", str(mine))
        assert (done[0], told in done[1]) == (status, True), amount
    typed("season", "calculate", "2025")
    assert "Bound by: request." in typed("season", "show", "2025", "--levy", "PROSSER")[1]
    typed("season", "import", str(example))
    assert "$318,402,817.30" in typed("season", "calculate", "2025")[1]
    out = tmp_path / "my-export"
    assert typed("season", "export", "2025", str(out))[0] == 0
    assert (out / "rates.csv").exists()
