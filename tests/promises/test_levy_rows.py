"""The rows of a season keep every value through the levy application's revisions, and back."""

import os
from pathlib import Path

import psycopg
import pytest

from document_console import printed

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "0002", "0016"
MANY = 1_200  # problems: above 1,000 rows nobody runs a backfill but `db backfill run`
ROWS = f"""
INSERT INTO county (id, state, name) OVERRIDING SYSTEM VALUE VALUES (1, 'WA', 'Benton');
INSERT INTO tax_year (id, county_id, year, rate_decimals) OVERRIDING SYSTEM VALUE
VALUES (1, 1, 2025, 10);
CREATE TABLE property_partition.county_1 PARTITION OF property FOR VALUES IN (1)
PARTITION BY LIST (tax_year);
CREATE TABLE property_partition.county_1_2025 PARTITION OF property_partition.county_1
FOR VALUES IN (2025);
INSERT INTO property (county_id, tax_year, parcel, area, land, improvement, personal, exemption,
                      regular, excess, state_1, state_2)
SELECT 1, 2025, n::text, 'B4', 100 + n, 200, n, n % 60, 240, 200, 230, 190
FROM generate_series(1, 300) n;
INSERT INTO season_import (id, folder, content, rows, who) OVERRIDING SYSTEM VALUE
VALUES (1, 'benton-2025', repeat('0', 64), '{{}}', 'ann');
INSERT INTO import_problem (import_id, position, file, row, what, to_do)
SELECT 1, n, 'levies.csv', CASE n % 3 WHEN 0 THEN 0 ELSE n END, 'a problem', 'mend it'
FROM generate_series(1, {MANY}) n
"""
PARCELS = "SELECT parcel, {}::text, exemption::text FROM property ORDER BY parcel"
PROBLEMS = "SELECT position, row FROM import_problem ORDER BY position"
TYPE = "SELECT pg_typeof(exemption)::text FROM property LIMIT 1"


@pytest.mark.skipif("TEST_MIGRATIONS" not in os.environ, reason="make test-migrations runs it")
def test_up_down_and_up_again(database):
    migrate(database, f"upgrade {BEFORE}")
    with psycopg.connect(database, autocommit=True) as connection:

        def rows(query):
            return connection.execute(query).fetchall()

        connection.execute(ROWS)
        old = PARCELS.format("personal"), PARCELS.format("personal_property")
        values, problems = rows(old[0]), rows(PROBLEMS)
        without = [(position, row or None) for position, row in problems]
        assert (len(values), len(problems), without.count((3, None))) == (300, MANY, 1)

        up(database)
        assert (rows(old[1]), rows(TYPE), rows(PROBLEMS)) == (values, [("bigint",)], without)
        connection.execute("UPDATE property SET personal_property = 7 WHERE parcel = '42'")
        values = rows(old[1])
        migrate(database, f"downgrade {BEFORE}")
        assert (rows(old[0]), rows(TYPE), rows(PROBLEMS)) == (values, [("numeric",)], problems)
        up(database)
        assert (rows(old[1]), rows(TYPE), rows(PROBLEMS)) == (values, [("bigint",)], without)


def up(database):
    """Upgrade to where a backfill is needed, run it, and go on."""
    status, text = printed(f"python migrate.py upgrade {AFTER}", ROOT, DATABASE_URL=database)
    assert status == 8, text
    assert "python migrate.py backfill run whole_files" in text
    migrate(database, "backfill run whole_files")
    migrate(database, f"upgrade {AFTER}")


def migrate(database, words):
    status, text = printed(f"python migrate.py {words}", ROOT, DATABASE_URL=database)
    assert status == 0, text
