"""A rename has the same result as the plain one, and each phase can be undone."""

import psycopg
import pytest

from tests.online.cases import TYPES
from tests.online.row import write_rename
from tests.online.since_13 import not_refused
from tests.online.walk import catalogue, walked
from tiers import full, mostly_full

# Settings that a rename keeps and a change of type does not.
OWN = [
    (
        "CREATE TABLE parcel (id int, value varchar(20) COLLATE \"C\" DEFAULT 'x');"
        "ALTER TABLE parcel ALTER value SET STORAGE EXTERNAL; INSERT INTO parcel VALUES (1, 'a')",
        "a collation, a length, a way of storage",
    ),
]
TABLES = [(case[0], case[-1]) for case in TYPES] + OWN
EVERY_CASE = pytest.mark.parametrize(
    "table, because", mostly_full(TABLES, every=16), ids=[case[-1] for case in TABLES]
)


def rows(url, column):
    with psycopg.connect(url) as connection:
        return connection.execute(
            f"SELECT {column}::text FROM parcel ORDER BY id, {column}::text"
        ).fetchall()


@EVERY_CASE
def test_it_leaves_what_the_plain_rename_leaves(shop, built, table, because):
    not_refused(shop, table)
    shop.rows(table)
    plainly = built(f"{table}; ALTER TABLE parcel RENAME value TO worth")
    write_rename(shop)
    assert walked(shop, "upgrade") == catalogue(plainly), because
    assert rows(shop.url, "worth") == rows(plainly, "worth"), because


@full
@EVERY_CASE
def test_each_phase_is_undone_alone(shop, table, because):
    not_refused(shop, table)
    shop.rows(table)
    phases = write_rename(shop)
    catalogues, values = [catalogue(shop.url)], rows(shop.url, "value")
    catalogues += [walked(shop, "upgrade", phase) for phase in phases]
    for earlier in reversed(catalogues[:-1]):
        assert walked(shop, "downgrade") == earlier, because
    assert rows(shop.url, "value") == values, because
    assert walked(shop, "upgrade") == catalogues[-1], because
