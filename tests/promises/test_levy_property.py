"""The parcels of a season keep every value while their columns change name and type."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.promises.console import printed

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "0002", "0013"
SEASON = """
INSERT INTO county (id, state, name) OVERRIDING SYSTEM VALUE VALUES (1, 'WA', 'Benton');
INSERT INTO tax_year (id, county_id, year, rate_decimals) OVERRIDING SYSTEM VALUE
VALUES (1, 1, 2025, 10);
CREATE TABLE property_partition.county_1 PARTITION OF property FOR VALUES IN (1)
PARTITION BY LIST (tax_year);
CREATE TABLE property_partition.county_1_2025 PARTITION OF property_partition.county_1
FOR VALUES IN (2025);
INSERT INTO property SELECT 1, 2025, n::text, 'B4', 100 + n, 200, n, n % 60, 240, 200, 230, 190
FROM generate_series(1, 300) n
"""
OLD = "SELECT parcel, personal::text, exemption::text FROM property ORDER BY parcel"
NEW = OLD.replace("personal", "personal_property")
TYPE = "SELECT data_type FROM information_schema.columns WHERE table_name = 'property' "
TYPE += "AND table_schema = 'public' AND column_name = 'exemption'"


@pytest.mark.skipif("TEST_MIGRATIONS" not in os.environ, reason="make test-migrations runs it")
def test_up_down_and_up_again(database):
    migrate(database, f"upgrade {BEFORE}")
    with psycopg.connect(database, autocommit=True) as connection:

        def rows(query):
            return connection.execute(query).fetchall()

        connection.execute(SEASON)
        values = rows(OLD)
        assert len(values) == 300
        migrate(database, f"upgrade {AFTER}")
        assert (rows(NEW), rows(TYPE)) == (values, [("bigint",)])
        connection.execute("UPDATE property SET personal_property = 7 WHERE parcel = '42'")
        values = rows(NEW)
        migrate(database, f"downgrade {BEFORE}")
        assert (rows(OLD), rows(TYPE)) == (values, [("numeric",)])
        migrate(database, f"upgrade {AFTER}")
        assert (rows(NEW), rows(TYPE)) == (values, [("bigint",)])


def migrate(database, words):
    status, text = printed(f"python migrate.py {words}", ROOT, DATABASE_URL=database)
    assert status == 0, text
