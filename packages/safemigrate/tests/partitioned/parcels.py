"""Rows of the roll: parcels of two counties and three years, and problems of an upload."""

from tests.execute.shop import Shop

PARCELS = 600
# More than an upgrade changes: this needs `db backfill run`.
PROBLEMS = 1_200

_ROWS = f"""
CREATE TABLE parcel_partition.county_2 (LIKE parcel INCLUDING ALL) PARTITION BY RANGE (tax_year);
ALTER TABLE parcel ATTACH PARTITION parcel_partition.county_2 FOR VALUES IN (2);
CREATE TABLE parcel_partition.county_2_2024 PARTITION OF parcel_partition.county_2
FOR VALUES FROM (2024) TO (2025);
CREATE TABLE parcel_partition.county_2_2025 PARTITION OF parcel_partition.county_2
FOR VALUES FROM (2025) TO (2026);
INSERT INTO season VALUES (1, 2025), (2, 2024), (2, 2025);
INSERT INTO parcel (county_id, tax_year, parcel, land, personal, exemption, taxable)
SELECT county_id, tax_year, n::text, 100 + n, n % 90, n % 60, CASE WHEN n % 3 > 0 THEN n END
FROM season, generate_series(1, {PARCELS // 3}) n;
INSERT INTO upload (name) VALUES ('parcels.csv');
INSERT INTO upload_problem (upload_id, position, row, what)
SELECT 1, n, CASE n % 3 WHEN 0 THEN 0 ELSE n END, 'a problem' FROM generate_series(1, {PROBLEMS}) n
"""


def write_rows(roll: Shop) -> None:
    """Write the rows as a program at revision 0002 does."""
    for statement in _ROWS.split(";"):
        roll.rows(statement)


def parcels(roll: Shop) -> list[tuple]:
    """Return every value of every parcel, whatever the names and the order of its columns."""
    [(goods,)] = roll.rows(
        "SELECT min(attname) FROM pg_attribute WHERE attrelid = 'parcel'::regclass "
        "AND attname IN ('personal', 'personal_property')"
    )
    return roll.rows(
        f"SELECT tableoid::regclass::text, county_id, tax_year, parcel, land::text, {goods}::text, "
        "exemption::text, taxable::text FROM parcel ORDER BY county_id, tax_year, parcel"
    )


def problems(roll: Shop) -> list[tuple]:
    return roll.rows("SELECT position, row FROM upload_problem ORDER BY position")
