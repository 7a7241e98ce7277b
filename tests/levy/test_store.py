"""A season goes into the database and comes back the same, next to others and again and again."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from levy.db import db
from levy.errors import CountyNeeded, SeasonMissing
from levy.kinds import AreaStatus
from levy.law.season import Area, Season
from levy.models import AuditEntry, ImportProblem, SeasonImport, ValueSnapshot
from levy.store.audit import write_audit
from levy.store.counties import counties, county_title
from levy.store.imports import record_import
from levy.store.inputs import load_season, save_inputs
from levy.store.results import calculation_of, load_results, save_results
from levy.store.same_inputs import same_inputs
from levy.store.seasons import season_named, season_to_change, seasons
from levy.store.values import values_of
from tests.levy.a_season import BLANK, FULL, PROBLEMS, RESULT

DIGEST = hashlib.sha256(b"folder").hexdigest()


def test_full_season_leaves_no_field_blank():
    """Or a column that the store forgets could pass unseen."""
    for part in FULL.__match_args__:
        value = getattr(FULL, part)
        records = (value,) if part == "facts" else value
        assert records, part
        for field in records[0].__match_args__:
            assert any(getattr(record, field) not in (None, ()) for record in records), field


@pytest.mark.parametrize("season", [FULL, BLANK], ids=["full", "blank"])
def test_season_comes_back_as_it_was_saved(app, season):
    save_inputs(season, reason="season folder")
    loaded = load_season(None, year=2025)
    assert loaded == season
    assert repr(loaded) == repr(season)  # with as many digits: 1.50 is not 1.5 in a file


def test_two_counties_of_one_name_do_not_mix(app):
    save_inputs(FULL, reason="season folder")
    save_inputs(BLANK, reason="season folder")
    save_results("Benton, WA", year=2025, result=RESULT)
    assert load_season("benton, wa", year=2025) == FULL
    assert load_season(" Benton, OR ", year=2025) == BLANK
    assert load_results("Benton, OR", year=2025) is None
    assert [county_title(county) for county in counties()] == ["Benton, OR", "Benton, WA"]


def test_two_years_of_a_county_do_not_mix(app):
    next_year = replace(BLANK, facts=replace(FULL.facts, tax_year=2026))
    save_inputs(FULL, reason="season folder")
    save_inputs(next_year, reason="season folder")
    save_results(None, year=2025, result=RESULT)
    save_inputs(next_year, reason="again")
    assert load_season(None, year=2025) == FULL
    assert load_season(None, year=2026) == next_year
    assert load_results(None, year=2025) == RESULT
    assert [season.year for _, season in seasons()] == [2025, 2026]


def test_new_inputs_take_the_place_of_old_ones_and_their_results(app):
    save_inputs(FULL, reason="season folder")
    save_results(None, year=2025, result=RESULT)
    other = replace(BLANK, facts=replace(FULL.facts, rate_decimals=12))
    saved = save_inputs(other, reason="season folder")
    assert (saved.results_removed, saved.new_values, saved.version) == (True, True, 2)
    assert load_season(None, year=2025) == other
    assert load_results(None, year=2025) is None
    assert calculation_of(saved.season_id) is None
    rows = db.session.scalar(text("SELECT count(*) FROM worksheet_line"))
    assert rows == 0


def test_same_values_are_the_same_snapshot(app):
    first = save_inputs(FULL, reason="first")
    again = save_inputs(replace(FULL, requests=()), reason="again")
    assert (first.version, first.new_values, first.results_removed) == (1, True, False)
    assert (again.version, again.new_values, again.results_removed) == (1, False, False)
    assert db.session.scalars(select(ValueSnapshot.reason)).all() == ["first"]


UNKNOWN = (replace(FULL.values[0], timber_roll=None), FULL.values[1])
OTHER_DAY = replace(FULL.facts, values_as_of=None)

# fmt: off
CHANGED = [
    # season                                   because
    (replace(FULL, values=FULL.values[:1]),    "an area has no values any more"),
    (replace(FULL, levy_values=()),            "a joint district's values are gone"),
    (replace(FULL, values=UNKNOWN),            "a value is not known any more"),
    (replace(FULL, facts=OTHER_DAY),           "they are of another day"),
]
# fmt: on


@pytest.mark.parametrize("season, because", CHANGED)
def test_other_values_are_a_new_snapshot_and_the_old_stay(app, season, because):
    save_inputs(FULL, reason="first")
    saved = save_inputs(season, reason="second")
    assert (saved.version, saved.new_values) == (2, True), because
    assert load_season(None, year=2025) == season
    assert values_of(saved.season_id, version=1) == (FULL.values, FULL.levy_values)


# fmt: off
OTHER = [
    # season                                                    because
    (replace(FULL, facts=replace(FULL.facts, sources=())),      "a fact"),
    (replace(FULL, facts=OTHER_DAY),                            "the day of its values"),
    (replace(FULL, facts=replace(FULL.facts, tax_year=2026)),   "a year that is not saved"),
    (replace(FULL, facts=replace(FULL.facts, state="OR")),      "a county that is not saved"),
    (replace(FULL, values=UNKNOWN),                             "a value"),
    (replace(FULL, requests=()),                                "what was asked for"),
    (replace(FULL, levies=FULL.levies[::-1]),                   "the order of its rows"),
    (replace(FULL, protections=()),                             "what is protected"),
    (replace(FULL, buy_downs=FULL.buy_downs[:1]),               "what was sold"),
]
# fmt: on


@pytest.mark.parametrize("season, because", OTHER)
def test_a_season_that_is_saved_as_it_is(app, season, because):
    saved = save_inputs(FULL, reason="first")
    assert same_inputs(FULL) == replace(saved, new_values=False)
    assert same_inputs(season) is None, because


def test_area_can_go_and_leave_its_values_in_the_old_snapshot(app):
    save_inputs(FULL, reason="first")
    merged = Season(facts=FULL.facts, areas=(Area("M1", "Merged", AreaStatus.ACTIVE),))
    saved = save_inputs(merged, reason="merged")
    assert load_season(None, year=2025) == merged
    assert values_of(saved.season_id, version=1).areas == FULL.values


def test_results_come_back_as_they_were_saved(app):
    saved = save_inputs(FULL, reason="season folder")
    calculation = save_results(None, year=2025, result=RESULT)
    assert calculation.version == saved.version
    assert calculation.computed_at is not None
    loaded = load_results(None, year=2025)
    assert loaded == RESULT
    assert repr(loaded) == repr(RESULT)


def test_later_results_take_the_place_of_earlier_ones(app):
    save_inputs(FULL, reason="season folder")
    save_results(None, year=2025, result=RESULT)
    fewer = replace(RESULT, levies=RESULT.levies[1:], areas=(), notices=())
    save_results(None, year=2025, result=fewer)
    assert load_results(None, year=2025) == fewer


def test_nothing_remains_of_a_season_that_the_database_refuses(app):
    save_inputs(FULL, reason="season folder")
    db.session.commit()
    bad = replace(FULL, area_levies=(replace(FULL.area_levies[0], levy="NOLEVY"),))
    with pytest.raises(IntegrityError, match="fk_area_levy_season_id_levy_levy"):
        save_inputs(bad, reason="bad")
    db.session.rollback()
    assert load_season(None, year=2025) == FULL


def test_cents_are_refused_not_rounded(app):
    request = replace(FULL.requests[0], certified_amount=Decimal("0.125"))
    with pytest.raises(IntegrityError, match="ck_levy_request_certified_amount_is_dollars"):
        save_inputs(replace(FULL, requests=(request,)), reason="bad")


def test_season_is_asked_for_by_county_and_year(app):
    with pytest.raises(SeasonMissing) as empty:
        season_named(None, year=2025)
    assert empty.value.loaded == ()
    save_inputs(FULL, reason="season folder")
    save_inputs(BLANK, reason="season folder")
    assert season_named("Benton, WA", year=2025).year == 2025
    with pytest.raises(CountyNeeded) as several:
        season_named("BENTON", year=2025)
    assert several.value.counties == ("Benton, OR", "Benton, WA")
    with pytest.raises(SeasonMissing) as missing:
        season_to_change("Benton, WA", year=2026)
    assert missing.value.loaded == ("Benton, OR 2025", "Benton, WA 2025")


def test_whoever_computes_keeps_new_inputs_waiting(app):
    save_inputs(FULL, reason="season folder")
    db.session.commit()
    season_to_change(None, year=2025)
    with db.engine.connect() as other:
        waiting = other.execute(
            text("SELECT id FROM tax_year WHERE year = 2025 FOR UPDATE SKIP LOCKED")
        ).all()
    assert waiting == []


def test_parcels_of_a_season_have_their_partition(app):
    saved = save_inputs(FULL, reason="season folder")
    county_id = season_named(None, year=2025).county_id
    save_inputs(replace(FULL, facts=replace(FULL.facts, tax_year=2026)), reason="next")
    partitions = db.session.scalars(
        text("SELECT relid::regclass::text FROM pg_partition_tree('property') WHERE isleaf")
    ).all()
    name = f"property_partition.county_{county_id}"
    assert sorted(partitions) == [f"{name}_2025", f"{name}_2026"]
    assert saved.season_id


def test_import_is_recorded_with_what_it_loaded(app):
    saved = save_inputs(FULL, reason="season folder")
    record_import("benton", content=DIGEST, rows={"levies.csv": 3}, who="ann", saved=saved)
    row = db.session.scalars(select(SeasonImport)).one()
    assert (row.season_id, row.version, row.rows) == (saved.season_id, 1, {"levies.csv": 3})
    assert (row.folder, row.who, row.content) == ("benton", "ann", DIGEST)
    assert row.at is not None


def test_refused_import_is_recorded_with_its_problems(app):
    number = record_import("benton", content=DIGEST, rows={}, who="ann", problems=PROBLEMS)
    rows = db.session.scalars(select(ImportProblem).order_by(ImportProblem.position)).all()
    assert [
        (row.import_id, row.file, row.row, row.column, row.what, row.to_do) for row in rows
    ] == [(number, *(getattr(each, name) for name in each.__match_args__)) for each in PROBLEMS]


def test_audit_entry_tells_money_as_text(app):
    write_audit(
        "ann", action="season.import", subject="Benton 2025", after={"tax": Decimal("1.10")}
    )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.who, entry.what, entry.subject) == ("ann", "season.import", "Benton 2025")
    assert (entry.before, entry.after) == (None, {"tax": "1.10"})
    assert db.session.scalar(text("SELECT before IS NULL FROM audit_entry"))


def test_store_commits_nothing_itself():
    """Whoever asks owns the transaction, and gets it from one file."""
    folder = Path(__file__).parents[2] / "levy" / "store"
    commits = [path.name for path in folder.glob("*.py") if "commit()" in path.read_text()]
    assert commits == ["transaction.py"]
