"""A change of type has the same result as the plain one, and each phase can be undone."""

import psycopg
import pytest

from tests.online.cases import TYPES
from tests.online.row import PHASES, write_type_change
from tests.online.since_13 import not_refused
from tests.online.walk import catalogue, walked
from tiers import full, mostly_full

EVERY_CASE = pytest.mark.parametrize(
    "table, to, old, plain, because",
    mostly_full(TYPES, every=14),
    ids=[case[-1] for case in TYPES],
)
ROWS = "SELECT value::text FROM parcel ORDER BY id, value::text"


@EVERY_CASE
def test_it_leaves_what_the_plain_change_leaves(shop, built, table, to, old, plain, because):
    not_refused(shop, table)
    shop.rows(table)
    plainly = built(f"{table}; ALTER TABLE parcel ALTER value {plain}")
    write_type_change(shop, to, old)
    assert walked(shop, "upgrade") == catalogue(plainly), because
    with psycopg.connect(plainly) as connection:
        assert shop.rows(ROWS) == connection.execute(ROWS).fetchall(), because


@full
@EVERY_CASE
def test_each_phase_is_undone_alone(shop, table, to, old, plain, because):
    not_refused(shop, table)
    shop.rows(table)
    write_type_change(shop, to, old)
    catalogues, values = [catalogue(shop.url)], shop.rows(ROWS)
    catalogues += [walked(shop, "upgrade", phase) for phase in PHASES]
    for earlier in reversed(catalogues[:-1]):
        assert walked(shop, "downgrade") == earlier, because
    assert shop.rows(ROWS) == values, because
    assert walked(shop, "upgrade") == catalogues[-1], because
