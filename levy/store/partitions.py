"""Where a county's parcels of one tax year lie: a partition of table property."""

from sqlalchemy import text

from levy.db import db


def make_partitions(county_id: int, *, year: int) -> None:
    """Make the partition of a county and, in it, of a tax year, unless they exist.

    A partition is made as a table and attached: that lets others read and write property
    meanwhile, where CREATE TABLE … PARTITION OF would wait for all of them and stop the next.
    https://www.postgresql.org/docs/current/ddl-partitioning.html
    """
    county = f"property_partition.county_{county_id}"
    if _is_new(county):
        _attach(county, "property", county_id, "PARTITION BY LIST (tax_year)")
    if _is_new(f"{county}_{year}"):
        _attach(f"{county}_{year}", county, year)


def _is_new(table: str) -> bool:
    # Two imports of one county would both find nothing; the second waits here instead.
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:table))"), {"table": table})
    return db.session.scalar(text("SELECT to_regclass(:table) IS NULL"), {"table": table})


def _attach(table: str, parent: str, key: int, partitioned: str = "") -> None:
    # Every name and number here is the application's own: no text of a person reaches the SQL.
    db.session.execute(text(f"CREATE TABLE {table} (LIKE {parent} INCLUDING ALL) {partitioned}"))
    db.session.execute(text(f"ALTER TABLE {parent} ATTACH PARTITION {table} FOR VALUES IN ({key})"))
