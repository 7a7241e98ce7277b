"""What a service leaves behind: its audit row, its record, and nothing of what failed."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from levy.db import db
from levy.errors import SeasonFolderRefused
from levy.models import AuditEntry, County, ImportProblem, SeasonImport, TaxYear
from levy.services.account import this_account
from levy.services.calculate_season import calculate_season
from levy.services.import_season import import_season
from levy.services.open_season import open_season, seasons
from levy.store.seasons import season_named
from levy.store.transaction import transaction

BENTON = Path(__file__).parents[3] / "examples" / "benton-2025"


def audit() -> list[tuple[str, str, str]]:
    rows = select(AuditEntry.who, AuditEntry.what, AuditEntry.subject).order_by(AuditEntry.id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_each_change_is_in_the_audit_trail(app: Flask) -> None:
    me = this_account()
    import_season(BENTON)
    calculate_season(2025)
    assert audit() == [
        (me, "season.import", "Benton, WA 2025"),
        (me, "season.calculate", "Benton, WA 2025"),
    ]
    after = db.session.scalars(select(AuditEntry.after).order_by(AuditEntry.id)).all()
    assert after[0]["rows"]["levies"] == 49
    assert after[1] == {"levies": 48, "tax": "318402817.30"}


def test_an_import_is_recorded_with_its_version(app: Flask) -> None:
    import_season(BENTON)
    made = db.session.scalars(select(SeasonImport)).one()
    assert (made.who, made.version, made.rows["areas"]) == (this_account(), 1, 76)


def test_a_refusal_is_recorded_with_its_problems_and_changes_nothing(
    app: Flask, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(BENTON, tmp_path / "spoiled"))
    (folder / "values.csv").unlink()
    with pytest.raises(SeasonFolderRefused):
        import_season(folder)
    made = db.session.scalars(select(SeasonImport)).one()
    assert (made.season_id, made.folder) == (None, str(folder))
    problems = db.session.execute(select(ImportProblem.file, ImportProblem.what)).all()
    assert [tuple(problem) for problem in problems] == [("values.csv", "The file is missing.")]
    assert db.session.scalar(select(func.count()).select_from(TaxYear)) == 0
    assert audit() == []


class Interrupted(BaseException):
    """What Ctrl+C is, without its side effects."""


def test_a_transaction_that_anything_ends_keeps_nothing(app: Flask) -> None:
    def interrupted() -> None:
        with transaction():
            db.session.add(County(state="WA", name="Benton"))
            db.session.flush()
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    assert db.session.scalar(select(func.count()).select_from(County)) == 0


def test_a_season_is_read_as_another_program_left_it(app: Flask) -> None:
    import_season(BENTON)
    before = season_named("Benton", year=2025)
    assert before.rate_decimals == 10
    other = create_engine(db.engine.url)
    with other.begin() as connection:
        connection.execute(text("UPDATE tax_year SET rate_decimals = 9"))
    other.dispose()
    assert season_named("Benton", year=2025).rate_decimals == 9


def test_a_season_opens_with_its_values_and_results(app: Flask) -> None:
    import_season(BENTON)
    view = open_season()
    assert (view.result, view.snapshot_version, view.computed_from) == (None, 1, None)
    calculate_season(2025)
    view = open_season(2025, "benton")
    assert view.result is not None
    assert (view.computed_from, view.stale) == (1, False)
    assert [(name.county, name.tax_year) for name in seasons()] == [("Benton", 2025)]
