"""Levies are in the order in which a certification lists them, and numbers count as numbers."""

from dataclasses import replace
from pathlib import Path

import pytest

from levy.importers.season_folder import read_season_folder
from levy.services.season_figures import in_reading_order

BENTON = Path(__file__).parents[3] / "examples" / "benton-2025"
# fmt: off
NAMES = [
    # names,                                      in order,                                     because
    (("Fire 10", "Fire 2", "Fire 1"),             ("Fire 1", "Fire 2", "Fire 10"),              "numbers"),
    (("Fire 2 B", "Fire 2 A", "Fire"),            ("Fire", "Fire 2 A", "Fire 2 B"),             "none, then letters"),
    (("10th Street", "9th Street", "Avenue"),     ("9th Street", "10th Street", "Avenue"),      "at the start"),
]
# fmt: on


@pytest.mark.parametrize("names, ordered, because", NAMES)
def test_districts_of_one_kind(
    names: tuple[str, ...], ordered: tuple[str, ...], because: str
) -> None:
    season, _ = read_season_folder(BENTON)
    assert season is not None
    fire = next(row for row in season.districts if row.kind == "fire")
    levy = next(row for row in season.levies if row.district == fire.district)
    districts = tuple(replace(fire, district=name, name=name) for name in names)
    levies = tuple(replace(levy, levy=name, district=name) for name in names)
    made = replace(season, districts=districts, levies=levies)
    assert tuple(row.levy for row in in_reading_order(made)) == ordered, because
