"""`levy reconcile …` as it is typed, on a real database, with the county's own papers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from levy.cli import levy
from levy.cli.reconcile import reconcile
from levy.errors import SeasonFolderRefused, SeasonNotComputed

BENTON = Path(__file__).parents[3] / "examples" / "benton-2025"


@pytest.fixture
def loaded(app):
    """Return an application that has the county's season, not yet computed."""
    assert (
        CliRunner().invoke(levy, ["season", "import", str(BENTON)], obj=lambda: app).exit_code == 0
    )
    return app


@pytest.fixture
def computed(loaded):
    """Return an application that has computed the county's season."""
    CliRunner().invoke(levy, ["season", "calculate", "2025"], obj=lambda: loaded)
    return loaded


def typed(app, *words):
    return CliRunner().invoke(reconcile, words, obj=lambda: app)


def test_the_countys_papers(computed):
    answer = typed(computed, "2025")
    assert (
        "Levy report REV 90 0003e: amount of SD116MO is 4056944.12, ours 4056944.13\n"
        "    likely: off by one in the last digit: one rounding too many, or a figure\n"
        "        changed by hand\n"
    ) in answer.output
    assert max(map(len, answer.output.splitlines())) <= 80
    assert answer.output.endswith("253 figures: 200 agree, 53 differ\n")
    assert answer.exit_code == 0


def test_a_file_of_ones_own_and_the_answer_for_a_program(computed, tmp_path):
    file = tmp_path / "theirs.csv"
    file.write_text(
        "source,item,levy,area,value,as_of\nMe,rate,KENN,,1.3046932417,\nMe,rate,NOBODY,,1,\n"
    )
    told = json.loads(typed(computed, "2025", str(file), "--json").output)
    assert (told["agree"], told["differ"], told["not_listed"]) == (1, 1, [])
    assert told["figures"][1] == {
        "source": "Me",
        "item": "rate",
        "levy": "NOBODY",
        "area": None,
        "published": "1",
        "ours": None,
        "cause": "a missing levy: the season has no NOBODY",
    }


def test_a_figure_without_ours(computed, tmp_path):
    file = tmp_path / "theirs.csv"
    file.write_text("source,item,levy,area,value,as_of\nMe,rate,NOBODY,,1,\n")
    assert typed(computed, "2025", str(file)).output == (
        "Me: rate of NOBODY is 1\n"
        "    likely: a missing levy: the season has no NOBODY\n"
        "1 figure: 0 agree, 1 differs\n"
    )


def test_areas_that_the_file_leaves_out(computed):
    output = typed(computed, "2025").output
    assert (
        "published.csv has no one_percent from «Workbook of the 1 % limit» for 22 areas,\n"
        "    not compared: 1215, 1226, 1400, 1444, 1600, 1610, 1625, 1715, and 14 more\n"
        "    (--json lists them all)\n"
    ) in output
    assert "not listed" not in output


def test_a_file_that_leaves_out_one_area_names_itself(computed, tmp_path):
    areas = json.loads(typed(computed, "2025", "--json").output)["not_listed"]
    assert [len(gap["areas"]) for gap in areas] == [16, 19, 22], "the whole lists"
    file = tmp_path / "theirs.csv"
    season = (BENTON / "tax_code_areas.csv").read_text().splitlines()[1:]
    active = [row.split(",")[0] for row in season if row.endswith(",active")]
    rows = [f"Me,area_total,,{area},1," for area in active if area != "K1 RA1"]
    file.write_text("\n".join(["source,item,levy,area,value,as_of", *rows]) + "\n")
    output = typed(computed, "2025", str(file)).output
    assert ("theirs.csv has no area_total from «Me» for 1 area, not compared: K1 RA1\n") in output
    assert "\N{NO-BREAK SPACE}" not in output


def test_areas_that_a_source_leaves_out_for_a_program(computed):
    told = json.loads(typed(computed, "2025", "--json").output)
    assert {"K1 RA1", "R14"} <= set(
        next(
            gap["areas"]
            for gap in told["not_listed"]
            if gap["source"].startswith("Workbook of the 1")
        )
    )


def test_a_season_that_is_not_computed(loaded):
    assert isinstance(typed(loaded, "2025").exception, SeasonNotComputed)


def test_a_file_that_is_not_there(computed, tmp_path):
    assert isinstance(
        typed(computed, "2025", str(tmp_path / "missing.csv")).exception, SeasonFolderRefused
    )
