"""What is written can be read again, is the same every time, and is whole or not there."""

import resource
import signal
from decimal import Decimal
from pathlib import Path

import pytest

from levy.errors import SeasonFolderNotWritten, SeasonFolderOccupied
from levy.exporters.season_folder import write_season_folder
from levy.exporters.season_reference import season_reference
from levy.importers.season_folder import read_season_folder
from levy.kinds import AreaStatus, Base, Binding, DistrictKind, LevyKind, LevyStatus
from levy.law.season import (
    Area,
    AreaLevy,
    AreaResult,
    AreaValues,
    District,
    Levy,
    LevyResult,
    Limit,
    Request,
    Season,
    SeasonFacts,
    SeasonResult,
)
from levy.law.worksheet import Line, Worksheet

D = Decimal
REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / "examples" / "benton-2025"

SEASON = Season(
    facts=SeasonFacts("Pine", "WA", 2025, 10, real_ratio=D("95.80"), sources=('The "Office"',)),
    districts=(District("1", "=Pine", DistrictKind.COUNTY),),
    levies=(
        Levy(
            "COUNTY", "1", "County, all", LevyKind.REGULAR, Base.REGULAR, statutory_rate=D("1.80")
        ),
        Levy("A", "1", "-A", LevyKind.REGULAR, Base.REGULAR),
        Levy("OLD", "1", "Old", LevyKind.BOND, Base.EXCESS, status=LevyStatus.RETIRED),
    ),
    areas=(Area("A1", "A1", AreaStatus.ACTIVE), Area("-2", "-2", AreaStatus.INACTIVE)),
    area_levies=(AreaLevy("A1", "OLD"), AreaLevy("A1", "COUNTY"), AreaLevy("A1", "A")),
    values=(AreaValues("A1", regular=D("1E+6"), senior=D(0)),),
    limits=(Limit("COUNTY", last_levy=D(2400)), Limit("A")),
    requests=(Request("COUNTY", certified_amount=D(1800), error_by_district=True),),
)
RESULT = SeasonResult(
    levies=(
        LevyResult(
            "COUNTY",
            Binding.CERTIFIED,
            base=D(1000000),
            county_base=D(1000000),
            amount=D(1800),
            uncapped_rate=D("1.9"),
            rate=D("1.8"),
            tax=D(1800),
            next_highest_lawful_levy=D("2500.5"),
            next_rate=D("1.723456789012"),
            worksheet=Worksheet(
                "form",
                (
                    Line("HLL", "Highest lawful levy", D(2400), "dollars", statute="law"),
                    Line("A", "Levy, grown", None, "dollars"),
                    Line("D", "Change", D(-5), "value"),
                    Line("F", "Limit factor", D("1.010"), "factor"),
                ),
            ),
        ),
        LevyResult("A", Binding.NONE, missing="a rate"),
    ),
    areas=(AreaResult("A1", D("1.8"), D("1.8"), D("1.8"), D(0), D(1800)), AreaResult("-2")),
)

# fmt: off
WRITTEN = {
    "season.toml": """\
county = "Pine"
state = "WA"
tax_year = 2025
rate_decimals = 10
real_ratio = "95.8"
sources = [
    "The \\"Office\\"",
]
""",
    "districts.csv": "district,name,kind,population,lead_county\n1,'=Pine,county,,\n",
    "levies.csv": """\
levy,district,name,fund,kind,base,statutory_rate,part_of,status
A,1,'-A,,regular,regular,,,active
COUNTY,1,"County, all",,regular,regular,1.8,,active
OLD,1,Old,,bond,excess,,,retired
""",
    "tax_code_areas.csv": "area,name,status\n'-2,'-2,inactive\nA1,A1,active\n",
    "area_levies.csv": "area,levy\nA1,A\nA1,COUNTY\nA1,OLD\n",
    "values.csv": """\
area,regular,senior,farm,timber_full,timber_half,timber_roll,tif_increment,new_construction,real,personal,state_assessed
A1,1000000,0,,,,,,,,,
""",
    "limits.csv": """\
levy,highest_lawful_levy,limit_factor,limit_factor_reason,last_levy,last_rate,new_construction,tif_increment,state_assessed,state_assessed_prior,annexed_value,statutory_less,statutory_plus
A,,,,,,,,,,,,
COUNTY,,,,2400.00,,,,,,,,
""",
    "requests.csv": """\
levy,certified_amount,certified_on,resolution_dollars,resolution_percent,resolution_number,refund,abeyance,over_levied,under_levied,error_year,error_by_district,shift_to,shift_from
COUNTY,1800.00,,,,,,,,,,true,,
""",
}
COMPUTED = {
    "worksheets.csv": """\
levy,line,label,value,unit,statute
COUNTY,HLL,Highest lawful levy,2400.00,dollars,law
COUNTY,A,"Levy, grown",,dollars,
COUNTY,D,Change,-5,value,
COUNTY,F,Limit factor,1.01,factor,
""",
    "rates.csv": """\
levy,base,county_base,amount,uncapped_rate,rate,tax,binding
A,,,,,,,none
COUNTY,1000000,1000000,1800.00,1.9000000000,1.8000000000,1800.00,certified
""",
    "area_rates.csv": "area,levy,rate\nA1,A,\nA1,COUNTY,1.8000000000\n",
    "area_totals.csv": """\
area,total_rate,senior_rate,aggregate_590,one_percent,tax
'-2,,,,,
A1,1.8000000000,1.8000000000,1.8000000000,0.0000000000,1800.00
""",
    "carry_forward.csv": """\
levy,highest_lawful_levy,rate_for_next_year
A,,
COUNTY,2500.50,1.723456789012
""",
}
# fmt: on


def contents(folder):
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def test_inputs_are_written_exactly_so(tmp_path):
    write_season_folder(tmp_path / "pine", SEASON)
    assert contents(tmp_path / "pine") == WRITTEN
    assert [path.name for path in tmp_path.iterdir()] == ["pine"], "nothing else remains"


def test_results_are_written_exactly_so(tmp_path):
    write_season_folder(tmp_path / "pine", SEASON, RESULT)
    assert contents(tmp_path / "pine") == WRITTEN | COMPUTED


def test_the_example_is_as_the_export_writes_it(tmp_path):
    season, problems = read_season_folder(EXAMPLE)
    assert problems == ()
    write_season_folder(tmp_path / "again", season)
    expected = contents(EXAMPLE)
    del expected["README.md"]
    assert contents(tmp_path / "again") == expected
    assert read_season_folder(tmp_path / "again") == (season, ())


def test_the_example_has_the_whole_county():
    season, _ = read_season_folder(EXAMPLE)
    assert (season.facts.county, season.facts.tax_year) == ("Benton", 2025)
    assert (len(season.districts), len(season.levies), len(season.areas)) == (26, 49, 76)
    assert sum(value.regular for value in season.values) == D(36331753518), "as certified"


def test_the_reference_page_is_that_of_the_format():
    page = REPOSITORY / "docs" / "reference" / "season-folder.md"
    assert page.read_text() == season_reference(), (
        "write it again: python -m levy.exporters.season_reference > docs/reference/season-folder.md"
    )


def test_an_older_season_is_replaced_and_what_people_put_beside_it_stays(tmp_path):
    folder = tmp_path / "pine"
    write_season_folder(folder, SEASON, RESULT)
    (folder / "README.md").write_text("ours")
    (folder / "published.csv").write_text("old")
    write_season_folder(folder, SEASON)
    assert contents(folder) == WRITTEN | {"README.md": "ours"}, "results of another run would lie"


@pytest.mark.parametrize("name", ["thesis.docx", "levy.csv", "src/"])
def test_a_folder_with_other_things_is_refused(tmp_path, name):
    other = tmp_path / name
    other.mkdir() if name.endswith("/") else other.touch()
    with pytest.raises(SeasonFolderOccupied) as refused:
        write_season_folder(tmp_path, SEASON)
    assert str(refused.value) == (
        f"{tmp_path} holds {name.rstrip('/')}, which do not belong in a season folder; nothing was written. "
        "Name a new folder, an empty one, or one that holds only a season."
    )
    assert [path.name for path in tmp_path.iterdir()] == [name.rstrip("/")]


def test_a_folder_named_as_a_season_file_is_refused(tmp_path):
    (tmp_path / "levies.csv").mkdir()
    with pytest.raises(SeasonFolderOccupied):
        write_season_folder(tmp_path, SEASON)


def test_a_file_in_the_folders_place(tmp_path):
    (tmp_path / "pine").write_text("mine")
    with pytest.raises(SeasonFolderNotWritten) as refused:
        write_season_folder(tmp_path / "pine", SEASON)
    assert str(refused.value) == (
        f"The season was not written to {tmp_path / 'pine'}: Not a directory. "
        "Name a folder that you may write to, on a disk with free space."
    )
    assert (tmp_path / "pine").read_text() == "mine"


@pytest.fixture
def no_room():
    """A system that lets no file grow beyond 300 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, ignored)


def test_an_export_that_fails_leaves_nothing(tmp_path, no_room):
    season, _ = read_season_folder(EXAMPLE)
    with pytest.raises(SeasonFolderNotWritten, match="File too large"):
        write_season_folder(tmp_path / "pine", season)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_the_older_season(tmp_path, no_room):
    (tmp_path / "pine").mkdir()
    (tmp_path / "pine" / "area_levies.csv").write_text("older")
    season, _ = read_season_folder(EXAMPLE)
    with pytest.raises(SeasonFolderNotWritten):
        write_season_folder(tmp_path / "pine", season)
    assert contents(tmp_path / "pine") == {"area_levies.csv": "older"}
    assert [path.name for path in tmp_path.iterdir()] == ["pine"]


def test_the_current_folder_can_be_named_by_a_dot(tmp_path, monkeypatch):
    folder = tmp_path / "pine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_season_folder(Path(), SEASON)
    assert contents(folder) == WRITTEN
    assert [path.name for path in tmp_path.iterdir()] == ["pine"]
