"""Creates partitions of table property: one per county and tax year, for its parcels."""

from sqlalchemy import text

from levy.db import db


def make_partitions(county_id: int, *, year: int) -> None:
    """Create the county's partition and, in it, the tax year's, unless they exist.

    Each is created as a table and attached, so that others can read and write property at the
    same time; CREATE TABLE … PARTITION OF would wait for all of them and block new ones.
    https://www.postgresql.org/docs/current/ddl-partitioning.html
    """
    county = f"property_partition.county_{county_id}"
    if _is_new(county):
        _attach(county, "property", county_id, "PARTITION BY LIST (tax_year)")
    if _is_new(f"{county}_{year}"):
        _attach(f"{county}_{year}", county, year)


def _is_new(table: str) -> bool:
    # Without the lock, two imports of a county could both find no partition and both create it.
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:table))"), {"table": table})
    return db.session.scalar(text("SELECT to_regclass(:table) IS NULL"), {"table": table})


def _attach(table: str, parent: str, key: int, partitioned: str = "") -> None:
    # The application generates every name and number here: no user input reaches the SQL.
    db.session.execute(text(f"CREATE TABLE {table} (LIKE {parent} INCLUDING ALL) {partitioned}"))
    db.session.execute(text(f"ALTER TABLE {parent} ATTACH PARTITION {table} FOR VALUES IN ({key})"))
