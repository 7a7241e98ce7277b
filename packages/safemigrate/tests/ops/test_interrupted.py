"""Killed anywhere, or stopped by a row, a safe operation resumes where it was.

Every twenty-third place by default; CRASH_EVERY=1 goes through all.
"""

import os
import shutil
from pathlib import Path

import pytest

import tests.execute.crash_points as crash_points
from tests.ops.cases import TABLES
from tests.ops.test_alike import invalid
from tiers import full

EVERY = int(os.environ.get("CRASH_EVERY", "23"))
UPGRADE = """op.create_index_concurrently("ix", "roll", ["area"])
    op.add_foreign_key_safely("fk", "roll", "owner", ["owner"], ["id"])
    op.add_check_safely("big", "parcel", "area > 0")
    op.set_not_null_safely("parcel", "name")
    op.add_primary_key_safely("parcel_pkey", "parcel", ["id", "code"])
    op.add_unique_safely("u", "roll", ["id", "year"])
    op.add_enum_value("mood", "better")"""
RESET = """
DROP SCHEMA IF EXISTS _migrate, _migrate_trash_r1 CASCADE;
DROP TABLE IF EXISTS alembic_version, parcel, roll, owner;
DROP TYPE IF EXISTS mood;
"""


@pytest.fixture
def crashing(shop):
    shutil.copy(Path(crash_points.__file__), shop.folder)
    app = shop.folder / "app.py"
    uri = 'app.config["SQLALCHEMY_DATABASE_URI"] = url'
    hook = (
        f'{uri}\n    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {{"creator": crash_points.connect}}'
    )
    app.write_text("import crash_points\n" + app.read_text().replace(uri, hook))
    shop.revision("r1", upgrade=UPGRADE)
    return shop


def run(shop, *words, place=0):
    count = str(shop.folder / "count")
    return shop.db(*words, CRASH_AT=str(place), CRASH_HOW="kill", COUNT_FILE=count)


def upgrade(shop, *words, place=0):
    return run(shop, "upgrade", *words, place=place)


def fresh(shop):
    shop.rows(RESET)
    shop.rows(TABLES)


@full
def test_killed_anywhere_it_goes_on(crashing):
    fresh(crashing)
    outcome = upgrade(crashing)
    assert (outcome.status, invalid(crashing)) == (0, []), outcome
    expected = crashing.fingerprint()
    places = int((crashing.folder / "count").read_text())
    assert places > 60, "it counts"
    for place in range(EVERY, places + 1, EVERY):
        fresh(crashing)
        assert upgrade(crashing, place=place).status == -9, place
        again = upgrade(crashing)
        assert (again.status, invalid(crashing)) == (0, []), (place, again)
        assert crashing.fingerprint() == expected, place


SOFT_TABLES = """
ALTER TABLE parcel ALTER area SET NOT NULL, ALTER area SET DEFAULT 1, ADD CHECK (area > 0),
    ADD FOREIGN KEY (owner) REFERENCES owner (id);
"""


@full
def test_a_soft_drop_killed_anywhere_goes_on_both_ways(crashing):
    crashing.revision(
        "r1",
        upgrade="""op.drop_column_softly("parcel", "area")
    op.drop_column_softly("parcel", "owner")
    op.drop_table_softly("roll")""",
        downgrade="""op.restore_table("roll")
    op.restore_column("parcel", "owner")
    op.restore_column("parcel", "area")""",
    )

    def begin():
        fresh(crashing)
        crashing.rows(SOFT_TABLES)

    begin()
    before = crashing.fingerprint()
    assert upgrade(crashing).status == 0
    places = int((crashing.folder / "count").read_text())
    expected = crashing.fingerprint()
    for place in range(EVERY, places + 1, EVERY):
        begin()
        assert upgrade(crashing, place=place).status == -9, place
        again = upgrade(crashing)
        assert again.status == 0, (place, again)
        assert crashing.fingerprint() == expected, place
    assert run(crashing, "downgrade").status == 0
    # What a downgrade foresees on its clone is counted, too, and is no part of it.
    places = int((crashing.folder / "count").read_text())
    restored = [line for line in crashing.fingerprint() if "alembic_version" not in line]
    assert restored == before
    for place in range(EVERY, places + 1, 2 * EVERY):
        assert upgrade(crashing).status == 0
        assert run(crashing, "downgrade", place=place).status == -9, place
        again = run(crashing, "downgrade")
        assert again.status == 0, (place, again)
        assert [x for x in crashing.fingerprint() if "alembic_version" not in x] == before, place


@full
def test_stopped_after_any_step_it_goes_on(crashing):
    fresh(crashing)
    assert upgrade(crashing).status == 0
    expected = crashing.fingerprint()
    fresh(crashing)
    runs = 0
    while "Stopped after step" in (outcome := upgrade(crashing, "--until-step", "2")).stderr:
        assert outcome.status == 0, outcome
        runs += 1
    assert outcome.status == 0, outcome
    assert runs > 8
    assert crashing.fingerprint() == expected


# fmt: off
IN_THE_WAY = [
    # operation, a row that violates the constraint, the message, what fixes the row
    ('set_not_null_safely("parcel", "name")', "UPDATE parcel SET name = NULL WHERE id = 7",
     "name", "UPDATE parcel SET name = '' WHERE name IS NULL"),
    ('add_check_safely("big", "parcel", "area > 0")', "UPDATE parcel SET area = 0 WHERE id = 7",
     "big", "UPDATE parcel SET area = 1 WHERE area = 0"),
    ('add_foreign_key_safely("fk", "parcel", "owner", ["owner"], ["id"])',
     "UPDATE parcel SET owner = 99 WHERE id = 7", "fk", "DELETE FROM parcel WHERE owner = 99"),
    ('add_unique_safely("u", "parcel", ["code"])', "UPDATE parcel SET code = 'c1' WHERE id = 7",
     "(code)=(c1)", "DELETE FROM parcel WHERE id = 7"),
]
# fmt: on


@pytest.mark.parametrize("call, breaks, message, fix", IN_THE_WAY)
def test_a_row_that_breaks_the_rule_stops_it_until_it_is_good(shop, call, breaks, message, fix):
    shop.rows(TABLES + breaks)
    shop.revision("r1", upgrade=f"op.{call}")
    outcome = shop.db("upgrade")
    assert outcome.status == 1, outcome
    assert message in outcome.stderr
    assert "Traceback" not in outcome.stderr
    shop.rows(fix)
    again = shop.db("upgrade")
    assert (again.status, invalid(shop)) == (0, []), again
