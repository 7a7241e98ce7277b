"""Every file of numbers says its law, its units and its sources, and marks what is from memory."""

import re
import tomllib
from decimal import Decimal

import pytest

from levy.params.reading import HERE

FILES = sorted((HERE / "washington").glob("*.toml"))
MEMORY = "from memory, to be verified"


def entries_of(file):
    document = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    for name, entries in document.items():
        if isinstance(entries, list):
            yield from ((name, entry) for entry in entries)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_file(file):
    text = file.read_text(encoding="utf-8")
    section = file.stem.removeprefix("rcw_").replace("_", ".")
    assert section in tomllib.loads(text)["citation"], "the file bears another statute's name"
    for name, entry in entries_of(file):
        assert entry["source"].strip(), f"{name} has no source"
        if "value" in entry:  # an order of levies has no unit
            assert re.search(rf"# unit: .+\n\[\[{name}\]\]", text), f"{name} has no unit"
            assert (entry.get("mark") == "M") is (MEMORY in entry["source"]), name


def test_no_year_is_given_twice():
    for file in FILES:
        years = [
            (name, year)
            for name, entry in entries_of(file)
            for year in range(
                entry.get("tax_year", entry.get("first_year")),
                entry.get("tax_year", entry.get("last_year")) + 1,
            )
        ]
        assert len(years) == len(set(years)), file.name
