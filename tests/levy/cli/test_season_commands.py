"""`levy season …` as it is typed, on a real database, with the county's own season."""

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, text

from levy.app import create_app
from levy.cli import levy
from levy.config import Settings
from levy.db import db
from levy.kinds import Environment
from levy.models import SeasonImport

BENTON = Path(__file__).parents[3] / "examples" / "benton-2025"
GOLDEN = Path(__file__).parent / "golden"

Typed = Callable[..., Result]


@pytest.fixture
def typed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Return a function that runs what a person types after `levy`, on 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str, of: Flask = app) -> Result:
        return CliRunner().invoke(levy, words, obj=lambda: of)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the county's season that a test may spoil."""
    return Path(shutil.copytree(BENTON, tmp_path / "benton"))


def rows() -> dict[str, int]:
    """Return how many rows each table of the application holds; a refusal is recorded apart."""
    names = [table.name for table in db.metadata.sorted_tables]
    counted = {
        name: db.session.scalar(text(f'SELECT count(*) FROM "{name}"'))
        for name in names
        if name not in {"season_import", "import_problem"}
    }
    db.session.rollback()
    return counted


def test_a_season_from_folder_to_folder(typed: Typed, tmp_path: Path) -> None:
    assert typed("season", "import", str(BENTON)).output == (
        "Loaded Benton County, tax year 2025: 49 levies of 26 districts over 76 areas, "
        "values version 1.\n"
    )
    assert typed("season", "calculate", "2025").output == (
        "Computed 48 of 48 levies: tax in Benton County $318,402,817.30.\n"
    )
    out = tmp_path / "out"
    assert typed("season", "export", "2025", str(out)).exit_code == 0
    for file in BENTON.glob("*.*v"):
        assert (out / file.name).read_text() == file.read_text(), "inputs come out as they went in"
    again = typed("season", "import", str(out))
    assert again.output == (
        "Benton County, tax year 2025, is already loaded; nothing changed.\n"
    ), "an export is the same season"
    assert typed("season", "calculate", "2025").exit_code == 0


GOLDEN_FILES = [
    (("season", "show", "2025"), "board.txt", "every levy, its amount, rate and what bound it"),
    (("season", "show", "2025", "--levy", "KENN"), "kenn.txt", "annexation, pension and library"),
    (("season", "show", "2025", "--levy", "cnyvet"), "cnyvet.txt", "an earmark, in any case"),
    (("season", "show", "2025", "--levy", "SD200MO"), "sd200mo.txt", "a rate that was received"),
    (("season", "show", "2025", "--area", "k1ra1"), "k1_ra1.txt", "a code without its space"),
]


@pytest.fixture
def computed(typed: Typed) -> Typed:
    typed("season", "import", str(BENTON))
    typed("season", "calculate", "2025")
    return typed


@pytest.mark.parametrize("words, golden, because", GOLDEN_FILES)
def test_what_a_person_reads(
    computed: Typed, words: tuple[str, ...], golden: str, because: str
) -> None:
    shown = computed(*words)
    assert shown.exit_code == 0
    assert max(map(len, shown.output.split("\n! ")[0].splitlines())) <= 80, "it fits a terminal"
    if os.environ.get("LEVY_GOLDEN") == "write":
        (GOLDEN / golden).write_text(shown.output)
    assert shown.output == (GOLDEN / golden).read_text(), because


def spoiled(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    before = path.read_text()
    assert before.count(old) == 1
    path.write_text(before.replace(old, new))


SPOILED = [
    ("values.csv", None, "", "values.csv: The file is missing.", "a missing file"),
    ("values.csv", "area,regular,senior", "area,regular,seniors", "seniors", "an unknown column"),
    ("values.csv", "1210,1318754,", "1210,-1318754,", "row 2, column regular", "a negative value"),
    ("values.csv", "1210,1318754,", "1210,NaN,", "row 2, column regular", "not a number"),
    ("limits.csv", "KENN,15524655.01,1.01,", "KENN,15524655.01,101,", "limit_factor", "wrong unit"),
    ("values.csv", "1212,442264561", "1210,442264561", "1210", "a duplicate"),
    ("limits.csv", "KENN,15524655.01", "KENNN,15524655.01", "KENNN", "an unknown code"),
]


@pytest.mark.parametrize("file, old, new, told, because", SPOILED)
def test_a_spoiled_folder_changes_nothing(
    typed: Typed,
    folder: Path,
    file: str,
    old: str | None,
    new: str,
    told: str,
    because: str,
) -> None:
    if old is None:
        (folder / file).unlink()
    else:
        spoiled(folder, file, old, new)
    before = rows()
    refused = typed("season", "import", str(folder))
    assert refused.exit_code == 1
    assert "nothing was imported" in refused.output
    assert file in refused.output, because
    assert told in refused.output, because
    assert isinstance(refused.exception, SystemExit), "a sentence, not a traceback"
    assert rows() == before


MISTYPED = [
    (("season", "calculate", "2025"), 1, "no season is loaded", "an empty database"),
    (("season", "show", "2025"), 1, "no season is loaded", "an empty database"),
    (("season", "import", "nowhere"), 1, "nowhere: There is no such folder.", "a wrong path"),
    (("season", "calculate", "MMXXV"), 2, "'MMXXV' is not a valid integer", "not a year"),
    (("seson",), 2, "No such command 'seson'", "a misspelt command"),
]


@pytest.mark.parametrize("words, status, told, because", MISTYPED)
def test_what_a_person_mistypes(
    typed: Typed, words: tuple[str, ...], status: int, told: str, because: str
) -> None:
    refused = typed(*words)
    assert (refused.exit_code, told in refused.output) == (status, True), because


MISNAMED = [
    (("season", "show", "2026"), "There is no season 2026 (loaded: Benton, WA 2025).", "a year"),
    (("season", "show", "2025", "--county", "Bentn"), "no season Bentn 2025", "a county"),
    (("season", "show", "2025", "--levy", "KEN"), "no levy 'KEN'. Nearest: KENN", "a levy"),
    (("season", "show", "2025", "--area", "K1RA"), "Nearest: K1 RA1", "an area"),
]


@pytest.mark.parametrize("words, told, because", MISNAMED)
def test_what_a_person_misnames(
    computed: Typed, words: tuple[str, ...], told: str, because: str
) -> None:
    refused = computed(*words)
    assert (refused.exit_code, told in refused.output) == (1, True), because


def test_a_season_that_is_not_computed_says_so(typed: Typed) -> None:
    typed("season", "import", str(BENTON))
    assert "is not computed yet" in typed("season", "show", "2025").output


def test_new_inputs_remove_old_results(computed: Typed, folder: Path) -> None:
    spoiled(folder, "values.csv", "1210,1318754,", "1210,1318755,")
    loaded = computed("season", "import", str(folder))
    assert "values version 2" in loaded.output
    assert "Compute it again with `levy season calculate 2025`." in loaded.output
    assert "is not computed yet" in computed("season", "show", "2025").output


def test_other_requests_with_the_same_values(computed: Typed, folder: Path) -> None:
    spoiled(folder, "limits.csv", "KENN,15524655.01,1.01,", "KENN,15524655.02,1.01,")
    loaded = computed("season", "import", str(folder))
    assert "values version 1 (unchanged). The results of the previous season" in loaded.output
    assert "is not computed yet" in computed("season", "show", "2025").output


def test_a_season_that_is_loaded_already_keeps_its_results(computed: Typed, folder: Path) -> None:
    shown, before = computed("season", "show", "2025").output, rows()
    # The same season in other words: a zero at an end, a blank around a code, another row order.
    spoiled(folder, "limits.csv", "KENN,15524655.01,1.01,", "KENN ,15524655.010,1.0100,")
    header, *others = (folder / "values.csv").read_text().splitlines()
    (folder / "values.csv").write_text("\n".join([header, *reversed(others), ""]))
    again = computed("season", "import", str(folder))
    assert again.exit_code == 0
    assert again.output == "Benton County, tax year 2025, is already loaded; nothing changed.\n"
    assert rows() == before, "no audit entry says that something changed"
    assert computed("season", "show", "2025").output == shown
    imports = db.session.scalars(select(SeasonImport).order_by(SeasonImport.id)).all()
    db.session.rollback()
    assert [(each.folder, each.version) for each in imports] == [(str(BENTON), 1), (str(folder), 1)]
    assert imports[0].season_id == imports[1].season_id


AGREED = [
    ("protections.csv", "levy,rate,document\nFIRE1,0.25,Resolution 7\n"),
    ("buy_downs.csv", "seller,buyer,rate,document\nMCLIB,FIRE1,0.01,Contract 9\n"),
]


def test_agreements_and_protections_from_folder_to_folder(
    typed: Typed, folder: Path, tmp_path: Path
) -> None:
    for file, text_of in AGREED:
        (folder / file).write_text(text_of)
    typed("season", "import", str(folder))
    assert typed("season", "calculate", "2025").exit_code == 0
    shown = typed("season", "show", "2025", "--levy", "MCLIB").output
    assert "Bound by: buy-down agreement." in shown
    out = tmp_path / "out"
    assert typed("season", "export", "2025", str(out)).exit_code == 0
    for file, text_of in AGREED:
        assert (out / file).read_text() == text_of
    (before,) = [row for row in rates_of(typed, tmp_path) if row["levy"] == "MCLIB"]
    (after,) = [row for row in csv_rows(out / "rates.csv") if row["levy"] == "MCLIB"]
    assert Decimal(before["rate"]) - Decimal(after["rate"]) == Decimal("0.01")
    assert (before["binding"], after["binding"]) == ("certified", "buy_down")


def test_a_levy_that_waits_is_bound_by_nothing_yet(typed: Typed, folder: Path) -> None:
    requests = folder / "requests.csv"
    lines = requests.read_text().splitlines(keepends=True)
    requests.write_text("".join(line for line in lines if not line.startswith("PROSSER,")))
    typed("season", "import", str(folder))
    typed("season", "calculate", "2025")
    shown = typed("season", "show", "2025", "--levy", "PROSSER").output
    assert "Not computed yet: it waits for the amount that the district certifies" in shown
    assert "Bound by" not in shown


def test_what_an_export_removes_is_told(typed: Typed, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    typed("season", "import", str(folder))
    typed("season", "calculate", "2025")
    assert "Removed" not in typed("season", "export", "2025", str(out)).output
    results = sorted(
        {path.name for path in out.iterdir()} - {path.name for path in folder.iterdir()}
    )
    spoiled(folder, "values.csv", "1210,1318754,", "1210,1318755,")
    typed("season", "import", str(folder))
    told = typed("season", "export", "2025", str(out)).output
    assert " ".join(told.split()).endswith(
        f"Removed files of an earlier export: {', '.join(results)}."
    )


def rates_of(typed: Typed, tmp_path: Path) -> list[dict[str, str]]:
    """Return rates.csv of the county's own season."""
    typed("season", "import", str(BENTON))
    typed("season", "calculate", "2025")
    typed("season", "export", "2025", str(tmp_path / "own"))
    return csv_rows(tmp_path / "own" / "rates.csv")


def csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as text_of:
        return list(csv.DictReader(text_of))


def test_a_year_without_law_names_the_file_to_edit(typed: Typed, folder: Path) -> None:
    spoiled(folder, "season.toml", "tax_year = 2025", "tax_year = 2027")
    typed("season", "import", str(folder))
    refused = typed("season", "calculate", "2027")
    assert refused.exit_code == 1
    assert "No limit_factor_cap for tax year 2027" in refused.output
    assert "levy/params/washington/rcw_84_55_005.toml" in refused.output


@pytest.fixture
def application_at() -> Iterator[Callable[[str], Flask]]:
    """Return a function that makes an application on an address, which is left closed."""
    made: list[Flask] = []

    def at(url: str) -> Flask:
        made.append(create_app(Settings(Environment.TESTING, database_url=url)))
        return made[-1]

    yield at
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


BROKEN = [
    (lambda url: url.set(port=1), "No database answers at 127.0.0.1:1", "the database is down"),
    (lambda url: url.set(password="wrong"), "refused the password", "a wrong password"),
    (lambda url: url.set(database="nowhere"), "has no database nowhere", "a wrong name"),
]


@pytest.mark.parametrize("spoil, told, because", BROKEN)
def test_a_database_that_cannot_be_used(
    app: Flask,
    typed: Typed,
    application_at: Callable[[str], Flask],
    spoil: Callable[..., Any],
    told: str,
    because: str,
) -> None:
    url = spoil(db.engine.url).render_as_string(hide_password=False)
    for words in (("season", "import", str(BENTON)), ("season", "show", "2025")):
        refused = typed(*words, of=application_at(url))
        assert (refused.exit_code, told in refused.output) == (1, True), because
        assert "wrong" not in refused.output.replace("wrong password", ""), "no password is printed"


def test_a_database_without_tables_says_what_to_type(
    typed: Typed, application_at: Callable[[str], Flask], database: str
) -> None:
    address = database.replace("postgresql:", "postgresql+psycopg:")
    refused = typed("season", "import", str(BENTON), of=application_at(address))
    assert refused.exit_code == 1
    assert "python migrate.py upgrade" in refused.output
