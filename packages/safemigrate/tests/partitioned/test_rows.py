"""Every value of every row is the same after upgrade, downgrade and upgrade."""

from preloaded import Outcome
from tests.partitioned.conftest import REVISIONS
from tests.partitioned.parcels import PARCELS, PROBLEMS, parcels, problems, write_rows

BEFORE, FILLED, HEAD = "0002", "0004", REVISIONS[-1]
TYPE = "SELECT DISTINCT pg_typeof(exemption)::text FROM parcel"
A_NEW_YEAR = """
CREATE TABLE parcel_partition.county_2_2026 PARTITION OF parcel_partition.county_2
FOR VALUES FROM (2026) TO (2027)
"""


def migrated(roll, *words) -> Outcome:
    outcome = roll.db(*words)
    assert outcome.status == 0, outcome
    return outcome


def up(roll) -> None:
    """Upgrade until a backfill is needed, run it, and finish."""
    outcome = roll.db("upgrade")
    assert outcome.status == 8, outcome
    assert "flask db backfill run whole_files" in outcome.stderr
    migrated(roll, "backfill", "run", "whole_files")
    migrated(roll, "upgrade")
    assert roll.version() == [HEAD]


def test_up_down_and_up_again(roll):
    migrated(roll, "upgrade", BEFORE)
    write_rows(roll)
    values, numbered = parcels(roll), problems(roll)
    cleared = [(position, row or None) for position, row in numbered]
    assert (len(values), len(numbered), cleared.count((3, None))) == (PARCELS, PROBLEMS, 1)

    up(roll)
    assert (parcels(roll), roll.rows(TYPE), problems(roll)) == (values, [("bigint",)], cleared)
    roll.rows("UPDATE parcel SET personal_property = 7, exemption = 5 WHERE parcel = '42'")
    values = parcels(roll)
    migrated(roll, "downgrade", BEFORE)
    assert (parcels(roll), roll.rows(TYPE), problems(roll)) == (values, [("numeric",)], numbered)
    up(roll)
    assert (parcels(roll), roll.rows(TYPE), problems(roll)) == (values, [("bigint",)], cleared)


def test_a_partition_that_is_made_between_two_revisions(roll):
    migrated(roll, "upgrade", BEFORE)
    write_rows(roll)
    migrated(roll, "upgrade", FILLED)
    roll.rows(A_NEW_YEAR)
    roll.rows("INSERT INTO season VALUES (2, 2026)")
    for column in ("personal", "personal_property"):  # programs of both versions
        roll.rows(
            f"INSERT INTO parcel (county_id, tax_year, parcel, land, {column}, exemption) "
            f"VALUES (2, 2026, 'from {column}', 100, 60, 30)"
        )
    values = parcels(roll)
    assert len(values) == PARCELS + 2
    up(roll)
    assert parcels(roll) == values
    migrated(roll, "downgrade", BEFORE)
    assert parcels(roll) == values
