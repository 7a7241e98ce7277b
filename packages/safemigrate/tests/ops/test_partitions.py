"""On a partitioned table each partition is changed on its own, and the table has the result."""

from tests.ops.cases import TABLES
from tests.ops.test_alike import invalid, prepared

INDEXES = """
SELECT i.inhrelid::regclass::text, i.inhparent::regclass::text FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('i', 'I') ORDER BY 1
"""


def test_an_index(shop):
    prepared(shop, 'create_index_concurrently("ix", "roll", ["area"])')
    outcome = shop.db("upgrade")
    assert (outcome.status, invalid(shop)) == (0, []), outcome
    assert shop.rows(INDEXES) == [
        ("roll_2025_ix", "ix"),
        ("roll_high_ix", "roll_rest_ix"),
        ("roll_low_ix", "roll_rest_ix"),
        ("roll_rest_ix", "ix"),
    ]


def test_an_index_is_dropped(shop):
    for table in ("roll", "parcel"):
        shop.rows(
            "DROP TABLE IF EXISTS owner, parcel, roll, alembic_version; DROP TYPE IF EXISTS mood"
        )
        prepared(shop, f'drop_index_concurrently("ix", "{table}", schema="public")')
        shop.rows(f"CREATE INDEX ix ON {table} (area)")
        outcome = shop.db("upgrade")
        assert outcome.status == 0, (table, outcome)
        assert shop.rows("SELECT to_regclass('ix')") == [(None,)], table


def test_keys(shop):
    prepared(
        shop,
        'add_unique_safely("u", "roll", ["id", "year"])\n'
        '    op.add_primary_key_safely("roll_pkey", "roll", ["year", "id"])',
    )
    outcome = shop.db("upgrade")
    assert (outcome.status, invalid(shop)) == (0, []), outcome
    assert shop.rows(
        "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'roll'::regclass AND contype IN ('u', 'p') ORDER BY 1"
    ) == [("roll_pkey", "PRIMARY KEY (year, id)"), ("u", "UNIQUE (id, year)")]
    built = shop.rows("SELECT count(*) FROM pg_index WHERE indrelid = 'roll_low'::regclass")
    assert built == [(2,)], "what the partition had was taken, and nothing was built twice"


def test_long_names_stay_apart(shop):
    shop.rows(TABLES)
    long = "a_name_of_an_index_that_is_as_long_as_names_may_be_in_postgresql"[:63]
    shop.revision("r1", upgrade=f'op.create_index_concurrently("{long}", "roll", ["area"])')
    outcome = shop.db("upgrade")
    assert (outcome.status, invalid(shop)) == (0, []), outcome
    names = [name for name, _ in shop.rows(INDEXES)]
    assert len(names) == len(set(names)) == 4
    assert max(map(len, names)) == 63
